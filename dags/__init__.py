"""The jobs: Beam graphs, the command line, schedules."""

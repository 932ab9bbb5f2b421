"""The job `score`: what models of others say of pictures and documents."""

"""A run: a training from its first update to its last, over restarts, with its checkpoints and its journal.

launch (Ray, or this process) --> worker --> learner: model, mixture, optimizer --> checkpoints/
                                    |                                               metrics.jsonl, tensorboard/
                                    `--> loop: update, line, checkpoint             progress.json
"""

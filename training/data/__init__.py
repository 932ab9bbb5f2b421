"""Shards -> batches: the same examples in the same order, whatever the number of workers and wherever one starts.

permutation of (seed, epoch)                                       random numbers of (seed, epoch, sample)
        |                                                                        |
        v                                                                        v
    positions --> KEY.json by offset --> draft (token ids, places of images) --> images by offset --> example
                                                                                                        |
    update = one batch of each dataset <-- mixture <-- batch (padded tensors) <-------------------------+
"""

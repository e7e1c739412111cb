"""What both learners do with their lines."""
import random


def shuffled(rows, size, length):
    """Batches of lines of like length, in any order, again and again."""
    while True:
        random.shuffle(rows)
        blocks = [sorted(rows[i:i + size * 16], key=length) for i in range(0, len(rows), size * 16)]
        batches = [b[i:i + size] for b in blocks for i in range(0, len(b), size)]
        random.shuffle(batches)
        yield from batches

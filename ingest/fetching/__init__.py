"""One URL asked for, safely and politely."""

"""How numpy works here: on one core a text. More cores help so small products little, and waste much in waiting.

Imported before numpy, which asks once, when it is loaded. What the environment says already stays.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""climbing: from an event outwards, trigger by trigger, to the top of its sentence. `climb.py` orders the steps."""

"""The tiny base model: a trial-only mail writer, trained from nothing on our own synthetic mail."""

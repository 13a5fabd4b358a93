"""One file per encoder. Each registers an `EncoderEntry` in the group `postil.encoders`."""

"""Single precision, as the model is read: what every other arithmetic is measured against."""

from workers.encoders.arithmetics.arithmetic import Arithmetic

FLOAT32 = Arithmetic("float32", worth_a_trial=lambda: True, turned=lambda model: model)

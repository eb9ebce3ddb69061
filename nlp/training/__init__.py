"""Training of the learnt part: vocabulary, pretraining, tuning, export. Needs the extra ``[train]``."""

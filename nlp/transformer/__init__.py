"""The learnt part at work: windows of pieces, ONNX Runtime, tags read back as mentions, arguments scored.

Nothing here needs torch; what trains the weights is `nlp.training`.
"""

# The same commands for people and for CI.
PYTHON ?= python
GOLD ?= seeds

.PHONY: check test bench eval build
check:  ## lint, format, types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

test:  ## the whole suite
	$(PYTHON) -m pytest

bench:  ## ratios against named references, in one run
	$(PYTHON) benchmarks/throughput.py
	$(PYTHON) benchmarks/startup.py
	$(PYTHON) benchmarks/hostile.py
	$(PYTHON) benchmarks/batch.py
	$(PYTHON) benchmarks/graph_load.py --statements 20000
	$(PYTHON) benchmarks/fusion_speed.py
	$(PYTHON) benchmarks/serve_load.py

eval:  ## scores on the shipped articles
	lode annotate seeds/zh.jsonl seeds/en.jsonl -o out/seeds.jsonl
	cat seeds/zh.jsonl seeds/en.jsonl > out/gold.jsonl
	lode evaluate out/gold.jsonl out/seeds.jsonl
	$(PYTHON) benchmarks/fusion_scores.py

build:  ## the wheel
	$(PYTHON) -m build

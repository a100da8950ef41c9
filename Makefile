# Two commands do everything: make report, make test. The set-up they need is in setup/, done once.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup report test lint demo bench clean
python := .venv/bin/python

help: ## 显示本帮助
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## 只准备环境（系统组件、Python 包、字体），不生成文件
	@bash setup/prepare.sh report

report: setup ## 生成通报和附表；MONTH=2022-06 指定月份，缺省为最新月份
	@.venv/bin/minyi run $(MONTH)

# Files in their order: the whole runs come early, so that no core waits for one at the end.
# Some forty processes run our modules: where a machine forbids compiled files, each would compile them again.
test: export PYTHONDONTWRITEBYTECODE :=
test: lint ## 检查代码并运行全部测试
	@$(python) -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: ## 只检查代码（ruff、mypy）
	@bash setup/prepare.sh test
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy

demo: ## 重新生成演示数据 data/raw
	@bash setup/prepare.sh test
	@$(python) -m tests.county

bench: ## 测量统计和载入大文件的时间和内存，并用已知真值检验统计办法（约 10 分钟）
	@bash setup/prepare.sh test
	@$(python) -m pip install --quiet --require-hashes -r requirements-bench.txt
	@$(python) -m bench

clean: ## 删除检查和测试留下的缓存；不动 data、.venv 和 .fonts
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	@find . \( -name .venv -o -name .git \) -prune -o -name __pycache__ -type d -exec rm -rf {} +

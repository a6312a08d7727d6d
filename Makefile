# Everything stands in .local (a virtualenv, links, state, logs) and in ~/.cache/pulumi-inference (built executables).
PYTHON ?= python3
WORKERS ?= 3
ARGS ?=
VENV := .local/venv/bin

.DEFAULT_GOAL := help
.PHONY: help up down test lint render adopt bench loadtest generate plugin status venv toolchain

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo '  PYTHON=python3.12        the interpreter for .local/venv (3.11 or newer)'
	@echo '  KUBERNETES_PLUGIN=path   a pulumi-resource-kubernetes to use instead of the one that is chosen'

up: venv ## Start the local control plane and serve the example on it
	@$(VENV)/python -m tools up

down: ## Destroy the stack and stop everything that `make up` started
	@if [ -d .local/control-plane ] || [ -d .local/state ] || \
	  grep -qs '$(CURDIR)/.local/control-plane/[e]tcd' /proc/[0-9]*/cmdline; then \
	  $(MAKE) --no-print-directory venv && $(VENV)/python -m tools down; \
	else echo 'Nothing is running.'; fi

status: venv ## Show what runs
	@$(VENV)/python -m tools status

test: venv toolchain ## Run all tests (ARGS='-k word' for some of them, WORKERS=1 for one after the other)
	@$(VENV)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: venv ## Check format, style and types
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy

render: venv ## Write a stack's objects as manifests: make render STACK=prod (PROJECT=folder OUT=folder SECRETS=plain)
	@$(VENV)/python -m tools render $(or $(STACK),$(error Say which stack: make render STACK=prod)) \
	  $(if $(PROJECT),--project $(PROJECT)) $(if $(OUT),--out $(OUT)) $(if $(SECRETS),--secrets $(SECRETS))

adopt: venv ## Say what becomes of running objects: make adopt STACK=dev, or DEPLOYMENT=vllm NAME=chat NAMESPACE=models
	@$(VENV)/python -m tools adopt $(if $(STACK),--stack $(STACK)) $(if $(PROJECT),--project $(PROJECT)) \
	  $(if $(DEPLOYMENT),--deployment $(DEPLOYMENT)) $(if $(NAME),--name $(NAME)) $(if $(MODEL),--model $(MODEL)) \
	  $(if $(NAMESPACE),--namespace $(NAMESPACE)) $(if $(CONTEXT),--context $(CONTEXT)) \
	  $(if $(SECRETS),--secrets $(SECRETS)) $(if $(OUT),--out $(OUT))

bench: venv ## Measure what validation costs
	@$(VENV)/python -m bench.validation

loadtest: venv ## Test examples/model_server under load by k6 (ARGS='--users 50 --duration 1m'; a crossed threshold fails)
	@$(VENV)/python -m tools loadtest $(ARGS)

generate: venv ## Write the generated files anew (schemas, types, reference)
	@$(VENV)/python -m tools generate

plugin: venv toolchain ## Install the component plugin, for programs in other languages, from this checkout
	@$(VENV)/python -m tools plugin

venv:
	@command -v $(PYTHON) >/dev/null || { echo 'There is no $(PYTHON). Install Python 3.11 or newer, or name it: make PYTHON=...' >&2; exit 1; }
	@$(PYTHON) tools/venv.py

toolchain: venv
	@$(VENV)/python -m tools toolchain

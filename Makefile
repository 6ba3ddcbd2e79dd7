# Two commands: `make run` starts the demonstration, `make test` runs every test. Each installs what is missing.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
# Statically linked: the binary runs on servers that have no Swift.
RELEASE := -c release --static-swift-stdlib --product doorward
SWIFT_FILES := Sources Tests Examples Package.swift Fuzzing/Package.swift Fuzzing/Sources/Doorfuzz Fuzzing/Sources/WireChecks
# So many tests at once: with all of them at once each waits its turn at every step, and time that is measured says nothing.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8
# Suites that keep both cores busy run by themselves: others measure time.
HEAVY := ConformanceTests|DoorwardDoctorTests|DoorwardDocumentsTests|FuzzCorpusTests|IsolationTests|DoorwardSecretsTests|DoorwardSecretSourcesTests

.PHONY: help run build test unit interop bench instructions fuzz lint format docs reference setup setup-test clean

help: ## Print this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Build, and start the demonstration on port 8000 (PORT=… for another).
	.build/release/doorward demo --port $(PORT)

build: setup ## Build the release binary: .build/release/doorward.
	swift build $(RELEASE)

test: setup-test unit interop ## Build and run every test.

unit: setup-test ## The Swift tests: unit suites, and the black-box suite against the debug binary.
	swift test --skip '$(HEAVY)'
	swift test --skip-build --filter 'DoorwardSecretsTests|DoorwardSecretSourcesTests'
	swift test --skip-build --filter 'FuzzCorpusTests|IsolationTests'
	swift test --skip-build --filter DoorwardDocumentsTests
	swift test --skip-build --filter DoorwardDoctorTests
	swift test --skip-build --filter ConformanceTests

interop: build ## Real third-party servers and clients against the release binary.
	interop/run $(INTEROP)

bench: build ## Measure start, memory and cost per request.
	Benchmarks/run

instructions: build ## Count the instructions of a call, and compare them with what is committed.
	Benchmarks/instructions

fuzz: setup ## Fuzz the readers of HTTP beside another parser, 10 million inputs each (a target and a number: Fuzzing/run).
	Fuzzing/run

lint: ## Check the format.
	swift format lint --strict --recursive $(SWIFT_FILES)

format: ## Format everything.
	swift format --in-place --recursive $(SWIFT_FILES)

docs: setup ## Build the API documentation of every library target into .build/docs.
	scripts/docs

reference: build ## Write docs/configuration.md anew from the table of keys.
	.build/release/doorward config --reference > docs/configuration.md

setup: ## Install the system packages that the build needs.
	@scripts/setup

setup-test: ## Install what the tests need besides: PostgreSQL, Chromium.
	@scripts/setup test

clean: ## Remove everything that was built.
	rm -rf .build .build-*

# Two commands: `make run` starts the demonstration, `make test` runs every test. Each installs what is missing.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
# Statically linked: the binary runs on servers that have no Swift.
RELEASE := -c release --static-swift-stdlib --product doorward

.PHONY: help run build test unit interop bench lint format docs reference setup setup-test clean

help: ## Print this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## Build, and start the demonstration on port 8000 (PORT=… for another).
	.build/release/doorward demo --port $(PORT)

build: setup ## Build the release binary: .build/release/doorward.
	swift build $(RELEASE)

test: setup-test unit interop ## Build and run every test.

unit: setup-test ## The Swift tests: unit suites, and the black-box suite against the debug binary.
	swift test --skip ConformanceTests --skip DoorwardDoctorTests --skip DoorwardDocumentsTests
	swift test --skip-build --filter DoorwardDocumentsTests
	swift test --skip-build --filter DoorwardDoctorTests
	swift test --skip-build --filter ConformanceTests

interop: build ## Real third-party servers and clients against the release binary.
	interop/run

bench: build ## Measure start, memory and cost per request.
	Benchmarks/run

lint: ## Check the format.
	swift format lint --strict --recursive Sources Tests Examples Package.swift

format: ## Format everything.
	swift format --in-place --recursive Sources Tests Examples Package.swift

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

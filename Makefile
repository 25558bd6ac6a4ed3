# What a person types; each target calls one script that says what it does.
.PHONY: bench demo demo-down test e2e-full images cluster generate cli

demo: ## the whole story on a cluster: yours with CLUSTER=current, else one that is started here
	@e2e/demo

demo-down: ## removes what demo made
	@e2e/demo-down

test: ## everything that CI checks
	@e2e/test

e2e-full: ## the story three times, once with processes killed on the way, and the rollback matrix
	@e2e/full

bench: ## the gateway beside nginx and LiteLLM; writes docs/gateway-speed.md
	@e2e/bench/run --page

images: ## container images as archives
	@images/build && images/java/build

cluster: ## a real single-node Kubernetes on this machine
	@e2e/cluster/install && e2e/cluster/cluster up

generate: ## CRDs, their reference pages, and everything else that is generated
	@crds/generate

cli: ## cli/target/homeostat
	@cli/build

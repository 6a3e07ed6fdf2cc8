#!/usr/bin/env bash
# Checks docker-compose.yml, k8s/ and deploy/nats without a container engine, with the tools that are here; says which checks were skipped.
#   docker-compose (Debian) · kustomize or kubectl · kubernetes-validate (PyPI) · nats-server
set -uo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

report() { # report NAME COMMAND…
  local name=$1
  shift
  if "$@" >"$scratch/out" 2>&1; then echo "ok       $name"; else failed=1; echo "FAILED   $name"; sed 's/^/         /' "$scratch/out" | tail -20; fi
}
skip() { echo "skipped  $1: $2"; }
has() { command -v "$1" >/dev/null; }

if has docker-compose; then report 'docker-compose.yml' docker-compose config -q
else skip 'docker-compose.yml' 'no docker-compose (Debian: apt-get install docker-compose)'; fi

node=node_modules/.bin/node
if [ -x "$node" ]; then
  report 'secrets for every process' "$node" deploy/docker/secrets.ts "$scratch/secrets"
else skip 'secrets, manifests, bus' 'packages are not installed (npm ci)'; exit $failed; fi

if has kustomize; then build=(kustomize build --load-restrictor LoadRestrictionsNone); elif has kubectl; then build=(kubectl kustomize --load-restrictor LoadRestrictionsNone); else build=(); fi
if ((${#build[@]})); then
  cp -rL k8s "$scratch/k8s"
  cp -r "$scratch/secrets" "$scratch/k8s/overlays/single/secrets"
  report 'k8s/overlays/single builds' "${build[@]}" "$scratch/k8s/overlays/single" -o "$scratch/single.yaml"
  validate=${KUBERNETES_VALIDATE:-kubernetes-validate}
  if has "$validate"; then report 'k8s/overlays/single fits the schemas' "$validate" --strict "$scratch/single.yaml"
  else skip 'schemas of Kubernetes' 'no kubernetes-validate (pip install kubernetes-validate), or name it by KUBERNETES_VALIDATE'; fi
else skip 'k8s' 'neither kustomize nor kubectl'; fi

bus=$(command -v nats-server || find .engines -maxdepth 1 -name 'nats-server-*' 2>/dev/null | sort | tail -1)
if [ -n "$bus" ]; then
  mkdir -p "$scratch/nats/secrets" && cp deploy/nats/nats.conf "$scratch/nats/" && cp "$scratch/secrets/nats/users.conf" "$scratch/nats/secrets/"
  report 'deploy/nats/nats.conf' "$bus" -c "$scratch/nats/nats.conf" -t
else skip 'deploy/nats/nats.conf' 'no nats-server'; fi
exit $failed

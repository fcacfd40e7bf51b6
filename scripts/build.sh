#!/bin/sh
# Build what `sam deploy` deploys, and validate it. Offline once the layer's wheels are in .tools/wheels.
#
#   scripts/build.sh              into .aws-sam/build, for the architecture and runtime of template.yaml
#   scripts/build.sh here         into .aws-sam/here, for this machine, to be run on it by tests/rie; with
#                                 Python 3.13 if there is one, else with the version of .venv
set -eu
cd "$(dirname "$0")/.."

target=${1:-deploy}
version=3.13
machine=aarch64
directory=.aws-sam/build
template=template.yaml

# Prints the path of an interpreter of exactly this version; fails if there is none. What a version manager
# puts on PATH may stand for a Python that is not active, so each candidate has to answer.
find_python() {
  for candidate in "python$1" python3 python "$HOME/.pyenv/versions/$1".*/bin/python \
    "$HOME/.local/share/uv/python/cpython-$1".*/bin/python; do
    found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)' 2>/dev/null) || continue
    case $found in "$1 "*) echo "${found#* }"; return ;; esac
  done
  return 1
}

case $target in
  deploy)
    python=$(find_python $version) || {
      echo "build: needs Python $version, the template's Runtime, since the layer carries its byte-code." >&2
      echo "build: neither PATH nor pyenv nor uv has it: pyenv install $version, or uv python install $version" >&2
      exit 1
    } ;;
  here)
    directory=.aws-sam/here
    case $(uname -m) in x86_64) machine=x86_64 architecture=x86_64 ;; *) machine=aarch64 architecture=arm64 ;; esac
    python=$(find_python $version) || {
      version=$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
      python=$(find_python "$version")
    }
    # The same template but for the two words that name another machine.
    template=build/here.yaml
    mkdir -p build
    sed -e "s/python3\.13/python$version/g" -e "s/\barm64\b/$architecture/g" template.yaml > "$template" ;;
  *)
    echo 'usage: scripts/build.sh [here]' >&2
    exit 2 ;;
esac

[ -x .tools/sam/bin/sam ] || make .tools/sam/.installed

export LAYER_PYTHON="$python" LAYER_VERSION="$version" LAYER_MACHINE="$machine"
export LAYER_PIP="$PWD/.venv/bin/python -m pip" LAYER_WHEELS="$PWD/.tools/wheels"
export SAM_CLI_TELEMETRY=0
# SAM looks for the runtime by its name on PATH.
export PATH="$(dirname "$python"):$PATH"
echo "build: $directory for $machine with Python $version at $python"
.tools/sam/bin/sam build --template-file "$template" --base-dir . --build-dir "$directory" --parallel

if [ "$target" = deploy ]; then
  exec sh scripts/validate.sh
fi

# Lambda's own client of the runtime interface, for that Python, and where that Python is.
client=.tools/runtime-client/$machine-$version-$(cksum < requirements/rie.txt | tr ' ' -)
if [ ! -e "$client/.complete" ]; then
  $LAYER_PIP install --quiet --disable-pip-version-check --root-user-action ignore --upgrade --target "$client" \
    --no-deps --require-hashes --only-binary :all: --implementation cp --python-version "$version" \
    --platform "manylinux_2_28_$machine" --platform "manylinux2014_$machine" --requirement requirements/rie.txt
  touch "$client/.complete"
fi
printf '%s\n' "$python" "$client" > build/here.txt

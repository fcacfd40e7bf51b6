#!/bin/sh
# The three stages in which tools look at the template, all offline. What none of them sees is asserted in
# tests/template: `sam validate --lint` finds 5 of 20 planted errors, cfn-lint on the translation some more.
set -eu
cd "$(dirname "$0")/.."
bin=.tools/sam/bin
[ -x $bin/sam ] || make .tools/sam/.installed

# SAM asks for credentials and a region before it looks at anything, and calls nothing with them.
export SAM_CLI_TELEMETRY=0 AWS_ACCESS_KEY_ID=offline AWS_SECRET_ACCESS_KEY=offline AWS_DEFAULT_REGION=us-east-1
export AWS_EC2_METADATA_DISABLED=true

echo 'validate 1/3: sam validate --lint'
$bin/sam validate --template template.yaml --lint
echo 'validate 2/3: sam validate'
$bin/sam validate --template template.yaml
echo 'validate 3/3: cfn-lint on the translated template'
mkdir -p build
$bin/python scripts/translate.py > build/translated.json
$bin/cfn-lint build/translated.json

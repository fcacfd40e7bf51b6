#!/bin/sh
# Builds the page and puts it where a stack with Page=cloudfront serves it from: scripts/publish_page.sh STACK
#
# A person with the old page open goes on with it: its files stay, under names of their own, and the new
# document comes last, when everything that it asks for is there.
set -eu
[ $# = 1 ] || { echo 'usage: scripts/publish_page.sh STACK' >&2; exit 2; }
cd "$(dirname "$0")/.."
stack=$1 dist=frontend/dist config=build/page/config.json

describe() {
  aws cloudformation describe-stacks --stack-name "$stack" --output text --query "$1"
}
output() {
  describe "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue | [0]"
}

bucket=$(output PageBucket)
if [ "$bucket" = None ]; then
  echo "publish: the stack $stack has no page; deploy it with Page=cloudfront" >&2
  exit 1
fi
url=$(output PageUrl)
# People of the own user pool are led back to PageAddress and nowhere else.
address=$(describe "Stacks[0].Parameters[?ParameterKey=='PageAddress'].ParameterValue | [0]")
if [ "$(output UserPoolId)" != None ] && [ "$address" != "$url" ]; then
  echo "publish: nobody could sign in yet; deploy the stack $stack once more, with PageAddress=$url" >&2
  exit 1
fi

make page
mkdir -p build/page
output PageConfig > $config

publish() {
  aws s3 sync $dist "s3://$bucket" --no-progress --cache-control "$@"
}
# Vite names these after their content.
publish 'public, max-age=31536000, immutable' --exclude '*' --include 'assets/*'
publish no-cache --exclude 'assets/*' --exclude index.html
aws s3 cp $config "s3://$bucket/config.json" --no-progress --cache-control no-cache
aws s3 cp $dist/index.html "s3://$bucket/index.html" --no-progress --cache-control no-cache
aws cloudfront create-invalidation --distribution-id "$(output PageDistributionId)" \
  --paths /index.html /config.json --query Invalidation.Status --output text
echo "publish: $url"

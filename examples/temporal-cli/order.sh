#!/usr/bin/env bash
# The life of an order with nothing but Temporal's command line: started, paid, shipped in part, the rest let go, refunded.
#   examples/temporal-cli/order.sh [input.json]
# TEMPORAL_CLI is the command, where it is not `temporal`: "npm run --silent temporal --" runs the one of this project.
set -euo pipefail

input=${1:-examples/order-input.json}
read -ra temporal <<< "${TEMPORAL_CLI:-temporal}"
reference=$(sed -n 's/.*"orderReference": *"\([A-Za-z0-9._-]*\)".*/\1/p' "$input" | head -1)
id=order-$reference
longest_payment_s=1800

ask() { # name update-id payload
  "${temporal[@]}" workflow update execute --workflow-id "$id" --name "$1" --update-id "$2" --input "$3"
}

state() {
  "${temporal[@]}" workflow query --workflow-id "$id" --type state --output json
}

status() {
  state | grep -o '"status": *"[a-z_]*"' | tail -1 | cut -d'"' -f4
}

"${temporal[@]}" workflow start --type orderLifecycle --task-queue order-lifecycle --workflow-id "$id" \
  --id-conflict-policy UseExisting --id-reuse-policy RejectDuplicate --input-file "$input"

ask checkout checkout-1 '{}' # prints the page to pay on

until [[ $(status) != preparing && $(status) != awaiting_payment ]]; do
  ((SECONDS < longest_payment_s)) || { echo "not paid in time" >&2; exit 1; }
  sleep 1
done

# One update id for one request: Temporal answers a second request of that id with the result of the first.
ask capture shipment-1 '{"captureId":"shipment-1","lines":[{"lineId":1,"amount":19900}]}'

# A signal has no answer; what came of it is in the state. It lets go what is reserved for the rest, which is not shipped.
"${temporal[@]}" workflow signal --workflow-id "$id" --name cancel --input '{"reason":"customer"}'
ask refund return-1 '{"refundId":"return-1","lines":[{"lineId":1,"amount":19900}],"reason":"damaged"}'
state

#!/bin/sh
# Creates the namespace and registers the search attributes of an order. Run again, it adds only what is missing.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and NAMESPACE_RETENTION.
set -eu

longest_wait_s=120

wait_until_serving() {
  waited_s=0
  until temporal operator cluster health --command-timeout 5s >/dev/null 2>&1; do
    if [ "$waited_s" -ge "$longest_wait_s" ]; then
      echo "Temporal does not serve at $TEMPORAL_ADDRESS after $longest_wait_s s:" >&2
      temporal operator cluster health --command-timeout 5s >&2
      exit 1
    fi
    sleep 2
    waited_s=$((waited_s + 2))
  done
}

create_namespace() {
  if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    echo "The namespace $TEMPORAL_NAMESPACE is there; its retention is left as it is."
    return
  fi
  temporal operator namespace create \
    --namespace "$TEMPORAL_NAMESPACE" --retention "$NAMESPACE_RETENTION"
}

register_attributes() {
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name OrderStatus --type Keyword \
    --name OrderReference --type Keyword \
    --name DinteroOrderId --type Keyword \
    --name DinteroTransactionId --type Keyword \
    --name OrderCurrency --type Keyword \
    --name NeedsAttention --type Bool \
    --name AuthorizedAmount --type Int \
    --name CapturedAmount --type Int \
    --name RefundedAmount --type Int \
    --name AuthorizationExpiresAt --type Datetime
}

wait_until_serving
create_namespace
register_attributes
echo "The namespace $TEMPORAL_NAMESPACE is ready for orders."

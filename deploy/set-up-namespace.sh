#!/bin/sh
# Creates the namespace and registers the search attributes of an order. Run again, it adds only what is missing.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and NAMESPACE_RETENTION.
set -eu
: "${TEMPORAL_ADDRESS:?}" "${TEMPORAL_NAMESPACE:?}" "${NAMESPACE_RETENTION:?}"

longest_wait_s=120

# Repeats a question until it is answered; the last refusal is shown.
wait_for() {
  what=$1
  shift
  waited_s=0
  until answer=$("$@" 2>&1); do
    if [ "$waited_s" -ge "$longest_wait_s" ]; then
      echo "$what: not after $longest_wait_s s. The last answer of $TEMPORAL_ADDRESS: $answer" >&2
      exit 1
    fi
    sleep 1
    waited_s=$((waited_s + 1))
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

wait_for 'The server serves' temporal operator cluster health --command-timeout 5s
create_namespace
# Each part of the server learns of a new namespace when it next looks, some seconds later.
wait_for 'The namespace is known' \
  temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" --command-timeout 5s
register_attributes
echo "The namespace $TEMPORAL_NAMESPACE is ready for orders."

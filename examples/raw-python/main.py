"""An order from Python, with Temporal's own client: started, paid, shipped in part, the rest let go, refunded.

    pip install -r examples/raw-python/requirements.txt
    python examples/raw-python/main.py [input.json]
"""

import asyncio
import json
import os
import sys
from datetime import timedelta

from temporalio.client import Client, WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

# The names of the contract.
TASK_QUEUE = "order-lifecycle"
WORKFLOW_TYPE = "orderLifecycle"

LONGEST_CALL = timedelta(seconds=40)
LONGEST_PAYMENT_SECONDS = 30 * 60


async def main(path: str) -> None:
    with open(path, encoding="utf-8") as file:
        order_input = json.load(file)
    order = order_input["order"]
    client = await Client.connect(os.environ.get("TEMPORAL_ADDRESS", "127.0.0.1:7233"))
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        order_input,
        id=f"order-{order['orderReference']}",
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
    )
    # Refused as order_reference_taken where the reference is another order's.
    page = await update(handle, "checkout", "checkout-1", {"order": order})
    print("pay on:", page.get("checkoutUrl"), flush=True)
    async with asyncio.timeout(LONGEST_PAYMENT_SECONDS):
        print("payment:", await payment(handle))
    lines = [{"lineId": 1, "amount": 19900}]  # whole minor units, VAT included
    # One update id for one request: Temporal answers a second request of that id with the first one's result.
    capture = {"captureId": "shipment-1", "lines": lines}
    print("capture:", (await update(handle, "capture", "shipment-1", capture))["status"])
    # The rest is not going to be shipped: what is reserved for it is let go.
    cancel = await update(handle, "cancel", "cancel-1", {"reason": "customer"})
    print("cancel:", cancel["status"])
    refund = {"refundId": "return-1", "lines": lines, "reason": "damaged"}
    print("refund:", (await update(handle, "refund", "return-1", refund))["status"])
    state = await handle.query("state", rpc_timeout=LONGEST_CALL)
    print("state:", state["status"], state["amounts"])
    # The threads of temporalio 1.35 may still be letting go of the last call when the interpreter ends, and abort it then.
    await asyncio.sleep(0.2)


async def update(handle: WorkflowHandle, name: str, update_id: str, payload: dict) -> dict:
    return await handle.execute_update(name, payload, id=update_id, rpc_timeout=LONGEST_CALL)


async def payment(handle: WorkflowHandle) -> str:
    while True:
        state = await handle.query("state", rpc_timeout=LONGEST_CALL)
        if state["status"] not in ("preparing", "awaiting_payment"):
            return state["status"]
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "examples/order-input.json"))
    except WorkflowUpdateFailedError as error:
        # The order's own refusal: its type is the reason by name, as not_paid or operation_id_reused.
        sys.exit(f"refused: {getattr(error.cause, 'type', None)}: {error.cause}")

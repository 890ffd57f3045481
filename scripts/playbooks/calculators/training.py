"""What a training takes: FLOPs, time, money and energy, and whether it fits into a device's memory."""

from __future__ import annotations

from playbooks.calculators.definition import Calculator, Choice, Number, Output, Rows

_MODEL = (
    Number(
        name="parameters",
        label="Parameters N",
        example="6.7e9",
        least=1000,
        most=1e15,
        hint="Write 7 billion as 7e9. Output layer included.",
    ),
    Number(
        name="tokens",
        label="Tokens D",
        example="1e12",
        least=1,
        most=1e18,
        hint="Write 300 billion as 300e9. Repeats count.",
    ),
    Number(name="layers", label="Layers L", example="32", least=1, most=10_000, whole=True),
    Number(name="hidden", label="Width h", example="4096", least=1, most=1e6, whole=True, hint="Hidden size."),
    Number(name="heads", label="Attention heads a", example="32", least=1, most=100_000, whole=True),
    Number(name="vocabulary", label="Vocabulary v", example="32000", least=1, most=1e7, whole=True),
    Number(name="length", label="Sequence length s", example="4096", least=1, most=1e8, whole=True, hint="In tokens."),
    Number(
        name="batch",
        label="Micro-batch b",
        example="1",
        least=1,
        most=1e6,
        whole=True,
        hint="Sequences that one device takes at a time.",
    ),
)
_METHOD = (
    Choice(
        name="precision",
        label="Precision",
        options={
            "mixed": "16-bit mixed precision",
            "mixed32": "16-bit mixed precision, gradients in fp32",
            "fp32": "fp32",
        },
        hint="bf16 or fp16. For FP8 matrix products take 16-bit mixed, and their peak.",
    ),
    Choice(
        name="optimizer",
        label="Optimizer",
        options={
            "adamw": "AdamW",
            "adamw8": "AdamW with 8-bit moments",
            "momentum": "SGD with momentum",
            "adafactor": "Adafactor without momentum",
        },
    ),
    Choice(
        name="sharding",
        label="Sharding over all devices",
        options={"0": "no sharding", "1": "ZeRO-1", "2": "ZeRO-2", "3": "ZeRO-3 (FSDP)"},
        hint="1: optimizer state, 2: gradients too, 3: weights too.",
    ),
    Choice(
        name="checkpointing",
        label="Checkpointing",
        options={
            "selective": "selective, or fused",
            "none": "none",
            "full": "full",
        },
        hint="Selective: the attention is recomputed (fused, it always is); full: every layer.",
    ),
)
_DEVICES = (
    Number(name="devices", label="Devices", example="64", least=1, most=1e7, whole=True),
    Number(
        name="memory",
        label="Memory of a device, GB",
        example="80",
        above=0,
        most=1e6,
        hint="1 GB: 1e9 bytes.",
    ),
    Number(
        name="reserve",
        label="Share kept free",
        example="0.1",
        least=0,
        most=0.9,
        hint="For buffers, fragmentation and a longer batch.",
    ),
    Number(
        name="peak",
        label="Peak of a device, TFLOP/s",
        example="989",
        above=0,
        most=1e6,
        hint="Dense, of your data type: an H100 has 989 in bf16, an A100 312.",
    ),
    Number(
        name="utilisation",
        label="Utilisation, MFU",
        example="0.35",
        least=0.001,
        most=1,
        hint="Measured on the same nodes; recomputed FLOPs don't count.",
    ),
    Number(name="price", label="Price of a device-hour", example="2.5", least=0, most=1e6),
    Number(name="watts", label="Watts of a device", example="700", least=0, most=100_000),
    Number(
        name="pue",
        label="PUE",
        example="1.2",
        least=1,
        most=5,
        hint="The data centre's energy, divided by the devices'.",
    ),
)

TRAINING = Calculator(
    name="training",
    title="Training estimate",
    question="What does a training take in FLOPs, time, money and energy, and does it fit into a device's memory?",
    fields=_MODEL + _METHOD + _DEVICES,
    outputs=(
        Output(name="flops", label="Model FLOPs"),
        Output(name="dense", label="of which 6ND"),
        Output(name="attention", label="Attention, beside 6ND", shown="percent"),
        Output(name="hardware", label="FLOPs done, recomputed ones included"),
        Output(name="hours", label="Device-hours"),
        Output(name="days", label="Days"),
        Output(name="cost", label="Money, as the price's"),
        Output(name="energy", label="Energy, MWh"),
        Output(name="shape", label="Parameters of this shape, about"),
        Output(name="need", label="Memory, GB a device"),
        Output(name="first", label="First change that fits", shown="text"),
        Rows(
            name="parts",
            label="Memory of a device, by part",
            columns=(
                Output(name="part", label="Part", shown="text"),
                Output(name="size", label="GB"),
                Output(name="share", label="Share", shown="percent"),
            ),
        ),
        Rows(
            name="changes",
            label="What would need less, what costs least first, each with those above it",
            columns=(
                Output(name="change", label="Change", shown="text"),
                Output(name="takes", label="It costs", shown="text"),
                Output(name="size", label="GB a device"),
                Output(name="fits", label="Fits", shown="text"),
            ),
        ),
    ),
    sentence=(
        "Training {parameters} parameters on {tokens} tokens takes {flops} FLOPs (6ND and attention), which are "
        "{hours} device-hours or {days} days on {devices} devices of {peak} TFLOP/s at an MFU of {utilisation}; they "
        "cost {cost} at {price} an hour, and {energy} MWh at {watts} W and a PUE of {pue}. By formula, a device needs "
        "{need} of its {memory} GB ({precision}, {optimizer}, {sharding}, micro-batch {batch}; checkpointing: "
        "{checkpointing})."
    ),
    warnings={
        "over": "{need} GB don't fit into {memory}: take the table's changes from the top, down to '{first}'.",
        "nothing": "{need} GB don't fit into {memory}, and none of the table's changes is enough: split the layers "
        "over devices (tensor or pipeline parallelism), shorten the sequence, or train a smaller model.",
        "alone": "one device has nothing to share with: sharding saves memory from two devices on.",
        "shape": "layers, width and vocabulary make about {shape} parameters, not {parameters}: weights and "
        "activations are those of two different models.",
        "tokens": "fewer than 10 tokens a parameter, where about 20 give the lowest loss for the FLOPs: a smaller "
        "model on more tokens would end lower.",
        "hoped": "large dense runs report an MFU of 38 to 54 %: measure {utilisation} on the same nodes before you "
        "count on it.",
    },
    formula=(
        "FLOPs = 6ND + 12 L h s D; hours = FLOPs / (peak × MFU) / 3600; energy = hours × watts × PUE",
        "recomputed: 4 L h s D for the attention alone, a third of all FLOPs for every layer; not in the MFU",
        "bytes a parameter: weights 2, gradients 2 (or 4), fp32 copy 4; in fp32: 4, 4 and no copy",
        "optimizer state, bytes a parameter: AdamW 8, with 8-bit moments 2, momentum 4, Adafactor about 8 / h",
        "what is sharded is divided by the devices: ZeRO-1 state and copy, ZeRO-2 gradients too, ZeRO-3 weights too",
        "activations, bytes: L s b h (34 + 5 a s / h); attention fused or recomputed: L s b h × 34",
        "every layer recomputed: L s b h × 2, and one layer's s b h × 34; in fp32, 66, 9 and 4 for 34, 5 and 2",
        "logits and their gradient, bytes: 8 s b v",
    ),
    assumptions=(
        "A dense GPT with dropout, its feed-forward part 4h wide; gated layers have other constants.",
        "Of a mixture of experts, N is the active parameters for FLOPs and all for memory: compute twice.",
        "Every device holds whole layers: tensor and pipeline parallelism divide weights and activations further.",
        "One final run: add rehearsals, tuning, evaluation and restarts.",
        "Causal kernels do half of the attention's FLOPs.",
        "Attention that is recomputed but not fused holds one layer's 5 a s² b bytes for a moment.",
    ),
    sources=(
        "rajbhandari2020zero",
        "korthikanti2022reducing",
        "chowdhery2022palm",
        "dettmers2022eight",
        "shazeer2018adafactor",
    ),
)

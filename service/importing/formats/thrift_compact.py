"""Structs of Thrift's compact protocol, in which Parquet describes its pages."""

from typing import Any

DEEPEST = 8


class Compact:
    """Reads Thrift's compact protocol. IndexError where the bytes end, ValueError for nonsense."""

    def __init__(self, content: bytes) -> None:
        self._content, self.at = content, 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        if depth > DEEPEST:
            raise ValueError("too deep")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 0xF
            number = number + step if step else self._integer()
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (4, 5, 6):
            return self._integer()
        if kind == 12:
            return self.struct(depth + 1)
        if kind in (9, 10):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._varint()
            return [self._value(head & 0xF, depth + 1) for _ in range(self._within(count))]
        if kind in (1, 2, 3):
            return self._byte()
        if kind not in (7, 8):
            raise ValueError(f"no kind of value: {kind}")
        length = 8 if kind == 7 else self._varint()
        self.at += self._within(length)
        return None

    def _integer(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("too long a number")

    def _within(self, count: int) -> int:
        if self.at + count > len(self._content):
            raise IndexError
        return count

    def _byte(self) -> int:
        byte = self._content[self.at]
        self.at += 1
        return byte

/// Bytes in memory of their own that are overwritten before it is given back.
///
/// Unchecked: the buffer is written in `init` and `deinit` only.
final class SecretStorage: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    private let slot: SecretMemory.Slot
    private let memory: SecretMemory

    init(copying source: UnsafeRawBufferPointer, in memory: SecretMemory = .shared) {
        self.memory = memory
        slot = memory.allocate(source.count)
        bytes = UnsafeMutableRawBufferPointer(start: slot.start, count: source.count)
        bytes.copyMemory(from: source)
    }

    deinit {
        SystemMemory.wipe(bytes)
        memory.release(slot)
    }
}

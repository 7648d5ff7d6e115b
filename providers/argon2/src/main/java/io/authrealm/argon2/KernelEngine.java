package io.authrealm.argon2;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Argon2 on one of the {@linkplain Kernel kernels}. The lanes are computed one after the other. */
final class KernelEngine implements Argon2Engine {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BLOCK_WORDS = 128;

    private final String name;
    private final Kernel kernel;

    KernelEngine(String name, Kernel kernel) {
        this.name = name;
        this.kernel = kernel;
    }

    Kernel kernel() {
        return kernel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean supports(Argon2Parameters parameters, Argon2Input input) {
        return parameters.blocks() <= Argon2Memory.MAX_BLOCKS;
    }

    @Override
    public byte[] hash(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        if (!supports(parameters, input)) {
            throw new IllegalArgumentException("Argon2: memory out of range");
        }
        try {
            long[] w = memory.take(parameters.blocks());
            seed(parameters, input, memory);
            firstBlocks(parameters, memory, w);
            new Fill(kernel, parameters, w).run();
            return tag(parameters, memory, w);
        } finally {
            memory.wipe();
        }
    }

    /** H_0 (RFC 9106, section 3.2, step 1). */
    private static void seed(Argon2Parameters parameters, Argon2Input input, Argon2Memory memory) {
        Blake2b blake = memory.blake;
        blake.start(Blake2b.MAX_DIGEST);
        blake.updateInt(parameters.parallelism());
        blake.updateInt(parameters.tagLength());
        blake.updateInt(parameters.memoryKib());
        blake.updateInt(parameters.iterations());
        blake.updateInt(parameters.version());
        blake.updateInt(parameters.type().number());
        updateWithLength(blake, input.password());
        updateWithLength(blake, input.salt());
        updateWithLength(blake, input.secret());
        updateWithLength(blake, input.associatedData());
        blake.finish(memory.seed, 0);
    }

    private static void updateWithLength(Blake2b blake, byte[] bytes) {
        blake.updateInt(bytes.length);
        blake.update(bytes);
    }

    /** Steps 3 and 4. */
    private void firstBlocks(Argon2Parameters parameters, Argon2Memory memory, long[] w) {
        int laneLength = parameters.blocks() / parameters.parallelism();
        for (int lane = 0; lane < parameters.parallelism(); lane++) {
            for (int column = 0; column < 2; column++) {
                memory.hash.start(Argon2Memory.BLOCK_BYTES);
                memory.blake.update(memory.seed);
                memory.blake.updateInt(column);
                memory.blake.updateInt(lane);
                memory.hash.finish(memory.bytes);
                int block = Argon2Memory.index(lane * laneLength + column);
                for (int word = 0; word < BLOCK_WORDS; word++) {
                    w[block + kernel.slot(word)] = (long) LONGS.get(memory.bytes, 8 * word);
                }
            }
        }
    }

    /** Steps 7 and 8. */
    private byte[] tag(Argon2Parameters parameters, Argon2Memory memory, long[] w) {
        int laneLength = parameters.blocks() / parameters.parallelism();
        for (int word = 0; word < BLOCK_WORDS; word++) {
            long sum = 0;
            for (int lane = 1; lane <= parameters.parallelism(); lane++) {
                sum ^= w[Argon2Memory.index(lane * laneLength - 1) + kernel.slot(word)];
            }
            LONGS.set(memory.bytes, 8 * word, sum);
        }
        byte[] tag = new byte[parameters.tagLength()];
        memory.hash.start(tag.length);
        memory.blake.update(memory.bytes);
        memory.hash.finish(tag);
        return tag;
    }
}

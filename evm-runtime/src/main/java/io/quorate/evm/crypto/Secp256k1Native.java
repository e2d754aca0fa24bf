package io.quorate.evm.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.quorate.evm.primitives.UInt256;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * libsecp256k1's C functions out of acinq's jar. They are short (some 30 us), so they are called as critical
 * functions on Java arrays: no memory is allocated outside the heap. The context is never written after its
 * making, so any thread may use it. An argument that breaks the C library's rules would end the process:
 * {@link Secp256k1} has checked all of them.
 */
final class Secp256k1Native implements Secp256k1Backend {
    private static final int CONTEXT_NONE = 1;
    private static final int UNCOMPRESSED = 2;
    private static final int OPAQUE_KEY_SIZE = 64;
    private static final int OPAQUE_SIGNATURE_SIZE = 65;
    private static final int SERIALIZED_KEY_SIZE = 65; // 0x04, x, y

    private Secp256k1Native() {}

    static Secp256k1Native load() throws NativeUnavailableException {
        if (Library.FAILURE != null) {
            throw Library.FAILURE;
        }
        return new Secp256k1Native();
    }

    /** What the library offers. A record in a constant is a constant to the JIT, and so are its handles. */
    private record Functions(MemorySegment context, MethodHandle parseSignature,
            MethodHandle serializeSignature, MethodHandle recover, MethodHandle sign,
            MethodHandle createKey, MethodHandle serializeKey) {
        static Functions bind(NativeLibrary library) throws NativeUnavailableException {
            var critical = Linker.Option.critical(true);
            return new Functions(
                    createContext(library.bind("secp256k1_context_create",
                            FunctionDescriptor.of(ADDRESS, JAVA_INT))),
                    library.bind("secp256k1_ecdsa_recoverable_signature_parse_compact",
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT),
                            critical),
                    library.bind("secp256k1_ecdsa_recoverable_signature_serialize_compact",
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                            critical),
                    library.bind("secp256k1_ecdsa_recover",
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
                            critical),
                    library.bind("secp256k1_ecdsa_sign_recoverable", FunctionDescriptor.of(JAVA_INT,
                            ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS), critical),
                    library.bind("secp256k1_ec_pubkey_create",
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS), critical),
                    library.bind("secp256k1_ec_pubkey_serialize", FunctionDescriptor.of(JAVA_INT,
                            ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT), critical));
        }
    }

    /** Loaded once for the process; exactly one of the two is there. */
    private static final class Library {
        static final Functions FUNCTIONS;
        static final NativeUnavailableException FAILURE;

        static {
            Functions functions = null;
            NativeUnavailableException failure = null;
            try {
                String folder = NativeLibrary.operatingSystem() + "-" + NativeLibrary.processor();
                functions = Functions.bind(NativeLibrary
                        .load("/fr/acinq/secp256k1/jni/native/" + folder + "/libsecp256k1-jni.so"));
            } catch (NativeUnavailableException e) {
                failure = e;
            }
            FUNCTIONS = functions;
            FAILURE = failure;
        }
    }

    private static MemorySegment createContext(MethodHandle create) {
        try {
            return (MemorySegment) create.invokeExact(CONTEXT_NONE);
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    @Override
    public Optional<byte[]> recover(byte[] message, byte[] signature, int yParity) {
        var parsed = MemorySegment.ofArray(new byte[OPAQUE_SIGNATURE_SIZE]);
        var key = MemorySegment.ofArray(new byte[OPAQUE_KEY_SIZE]);
        try {
            boolean found = (int) Library.FUNCTIONS.parseSignature.invokeExact(
                    Library.FUNCTIONS.context, parsed,
                    MemorySegment.ofArray(signature), yParity) == 1
                    && (int) Library.FUNCTIONS.recover.invokeExact(
                            Library.FUNCTIONS.context, key, parsed,
                            MemorySegment.ofArray(message)) == 1;
            return found ? Optional.of(serialized(key)) : Optional.empty();
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    @Override
    public EcdsaSignature sign(byte[] message, byte[] privateKey) {
        var signature = MemorySegment.ofArray(new byte[OPAQUE_SIGNATURE_SIZE]);
        byte[] compact = new byte[64];
        int[] yParity = new int[1];
        try {
            boolean signed = (int) Library.FUNCTIONS.sign.invokeExact(
                    Library.FUNCTIONS.context, signature,
                    MemorySegment.ofArray(message), MemorySegment.ofArray(privateKey),
                    MemorySegment.NULL, MemorySegment.NULL) == 1
                    && (int) Library.FUNCTIONS.serializeSignature.invokeExact(
                            Library.FUNCTIONS.context,
                            MemorySegment.ofArray(compact), MemorySegment.ofArray(yParity),
                            signature) == 1;
            checkDone(signed, "sign");
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
        return new EcdsaSignature(UInt256.ofBytes(Arrays.copyOf(compact, 32)),
                UInt256.ofBytes(Arrays.copyOfRange(compact, 32, 64)), yParity[0]);
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        var key = MemorySegment.ofArray(new byte[OPAQUE_KEY_SIZE]);
        try {
            checkDone((int) Library.FUNCTIONS.createKey.invokeExact(
                    Library.FUNCTIONS.context, key,
                    MemorySegment.ofArray(privateKey)) == 1, "derive a public key");
            return serialized(key);
        } catch (Throwable t) {
            throw NativeLibrary.unexpected(t);
        }
    }

    private byte[] serialized(MemorySegment key) throws Throwable {
        byte[] out = new byte[SERIALIZED_KEY_SIZE];
        long[] size = {SERIALIZED_KEY_SIZE};
        checkDone((int) Library.FUNCTIONS.serializeKey.invokeExact(
                Library.FUNCTIONS.context, MemorySegment.ofArray(out),
                MemorySegment.ofArray(size), key, UNCOMPRESSED) == 1, "serialize a key");
        return Arrays.copyOfRange(out, 1, SERIALIZED_KEY_SIZE);
    }

    private static void checkDone(boolean done, String what) {
        if (!done) {
            throw new IllegalStateException("libsecp256k1 could not " + what);
        }
    }
}

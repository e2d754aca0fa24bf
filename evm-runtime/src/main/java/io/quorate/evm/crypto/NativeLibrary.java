package io.quorate.evm.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A C library that lies inside a jar on the class path. It is copied to a temporary file, mapped for the life
 * of the process, and the file is deleted again at once.
 */
final class NativeLibrary {
    /** {@code portable} keeps every curve on its Java implementation, as if no library were there. */
    private static final String CHOICE_PROPERTY = "quorate.crypto";

    private final SymbolLookup symbols;

    private NativeLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /**
     * Fails with {@link NativeUnavailableException} where the platform has no such library, the temporary folder
     * takes or maps no file, the JVM allows no native access, or the operator wants none.
     */
    static NativeLibrary load(String resource) throws NativeUnavailableException {
        if (System.getProperty(CHOICE_PROPERTY, "native").equals("portable")) {
            throw new NativeUnavailableException("-D" + CHOICE_PROPERTY + "=portable is set");
        }
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new NativeUnavailableException("no " + resource + " on the class path");
            }
            Path file = Files.createTempFile("quorate-", "-native");
            try {
                Files.write(file, library.readAllBytes());
                return new NativeLibrary(map(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new NativeUnavailableException("cannot unpack " + resource + ": " + e);
        } catch (IllegalArgumentException e) { // what libraryLookup says when dlopen refuses
            throw new NativeUnavailableException(
                    "cannot load " + resource + ": " + e.getMessage());
        } catch (IllegalCallerException e) { // the JVM was started without native access
            throw new NativeUnavailableException(
                    "may not load " + resource + ": " + e.getMessage());
        }
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup map(Path file) {
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    /** Binds the function {@code name}; fails where the library does not export it. */
    @SuppressWarnings("restricted")
    MethodHandle bind(String name, FunctionDescriptor type, Linker.Option... options)
            throws NativeUnavailableException {
        var address = symbols.find(name)
                .orElseThrow(() -> new NativeUnavailableException("no symbol " + name));
        return Linker.nativeLinker().downcallHandle(address, type, options);
    }

    /** What to throw when a method handle threw: none of the C functions has a reason to. */
    static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) throw error;
        if (thrown instanceof RuntimeException exception) return exception;
        return new IllegalStateException(thrown);
    }

    /** {@code x86_64} or {@code aarch64}, or what else the JVM calls its processor. */
    static String processor() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** {@code linux}, {@code mac}, or what else the JVM calls its operating system, in lower case. */
    static String operatingSystem() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "mac" : name;
    }
}

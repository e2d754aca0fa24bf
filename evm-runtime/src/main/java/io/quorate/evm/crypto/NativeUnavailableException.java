package io.quorate.evm.crypto;

/** This platform lacks a native library; checked, so that each user of one decides what it does without. */
final class NativeUnavailableException extends Exception {
    NativeUnavailableException(String message) {
        super(message);
    }
}

package io.quorate.evm.fork;

/** Blob parameters of a fork (EIP-7840): blobs a block, and the fraction that moves the blob base fee. */
public record BlobSchedule(int targetBlobs, int maxBlobs, long baseFeeUpdateFraction) {
    public static final BlobSchedule CANCUN = new BlobSchedule(3, 6, 3_338_477);
    public static final BlobSchedule PRAGUE = new BlobSchedule(6, 9, 5_007_716);

    public BlobSchedule {
        if (targetBlobs < 0 || maxBlobs < targetBlobs || baseFeeUpdateFraction <= 0) {
            throw new IllegalArgumentException("blob schedule: target " + targetBlobs + ", max "
                    + maxBlobs + ", fraction " + baseFeeUpdateFraction);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// Follows a Quorate chain from any EVM chain: begins with one epoch's configuration that its deployer trusts, takes
/// the hand-over to each next one from a certificate of the members before, and tells what slot records the members of the
/// newest epoch certified. Nobody needs a permission to call it: what it takes proves itself.
///
/// Bytes are as replicas write them (docs/spec/wire-format.md): the epoch's configuration, the RLP of a slot record, and a
/// BlockCert of suite 1, a list of secp256k1 signatures. Only 32 bytes of each epoch are stored; callers bring the rest.
contract CertificateVerifier {
    /// What members of an epoch certified about one slot.
    struct Slot {
        uint64 epoch;
        uint64 seq;
        bytes32 blockHash;
        bytes32 nextSetHash;
    }

    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint8 private constant SUITE = 1;
    uint256 private constant SIGNATURE_BYTES = 65;
    /// Where in an epoch's configuration (of version 1) its suite, its c and the count of its members stand.
    uint256 private constant SUITE_AT = 17;
    uint256 private constant C_AT = 18;
    uint256 private constant COUNT_AT = 123;

    uint64 public immutable chainId;
    uint64 public epoch;
    /// The last slot before this epoch.
    uint64 public start;
    /// SHA-256 of this epoch's configuration.
    bytes32 public configHash;

    event HandedOver(uint64 indexed epoch, uint64 start, bytes32 configHash);

    error UnknownConfiguration(bytes32 hash, bytes32 expected);
    error UnsupportedConfiguration(uint8 version, uint8 suite);
    error MalformedRecord();
    error MalformedCertificate();
    error OtherEpoch(uint64 epoch, uint64 expected);
    error SlotBeforeEpoch(uint64 seq, uint64 start);
    error OtherRecord(bytes32 digest, bytes32 certified);
    error TooFewSigners(uint256 signers, uint256 quorum);
    error WrongSignature(uint256 member);
    error EpochGoesOn(uint64 seq);

    constructor(uint64 chainId_, uint64 epoch_, uint64 start_, bytes32 configHash_) {
        chainId = chainId_;
        epoch = epoch_;
        start = start_;
        configHash = configHash_;
    }

    /// Goes on to the next epoch, which a certified record of this one's last slot names.
    function handOver(bytes calldata config, bytes calldata slotRecord, bytes calldata certificate) external {
        Slot memory slot = verify(config, slotRecord, certificate);
        if (slot.nextSetHash == 0) revert EpochGoesOn(slot.seq);
        epoch = slot.epoch + 1;
        start = slot.seq;
        configHash = slot.nextSetHash;
        emit HandedOver(epoch, start, configHash);
    }

    /// What the record says, if a quorum of the newest epoch's members signed it; reverts otherwise.
    function verify(bytes calldata config, bytes calldata slotRecord, bytes calldata certificate)
        public
        view
        returns (Slot memory slot)
    {
        slot = _parse(slotRecord);
        if (slot.epoch != epoch) revert OtherEpoch(slot.epoch, epoch);
        if (slot.seq <= start) revert SlotBeforeEpoch(slot.seq, start);
        bytes32 digest = keccak256(slotRecord);
        if (certificate.length < 40 || uint64(bytes8(certificate[:8])) != slot.seq) revert MalformedCertificate();
        if (bytes32(certificate[8:40]) != digest) revert OtherRecord(digest, bytes32(certificate[8:40]));
        bytes32 signed = sha256(abi.encodePacked(bytes4("bc"), SUITE, chainId, slot.epoch, slot.seq, digest));
        (address[] memory members, uint256 quorum) = _members(config);
        _requireQuorum(certificate[40:], signed, members, quorum);
    }

    /// RLP: previous record, epoch, seq, value, ordering state, block, access list, next members; strictly of this form.
    function _parse(bytes calldata slotRecord) private pure returns (Slot memory slot) {
        uint256 length = slotRecord.length;
        if (length < 202 || length > 2 + 216 || slotRecord[0] != 0xf8 || uint8(slotRecord[1]) != length - 2) {
            revert MalformedRecord();
        }
        _requireHash(slotRecord, 2);
        uint256 pos = 35;
        (slot.epoch, pos) = _integer(slotRecord, pos);
        (slot.seq, pos) = _integer(slotRecord, pos);
        if (length != pos + 5 * 33) revert MalformedRecord();
        for (uint256 hash = pos; hash < length; hash += 33) {
            _requireHash(slotRecord, hash);
        }
        slot.blockHash = bytes32(slotRecord[pos + 67:pos + 99]);
        slot.nextSetHash = bytes32(slotRecord[pos + 133:pos + 165]);
    }

    function _requireHash(bytes calldata slotRecord, uint256 pos) private pure {
        if (slotRecord[pos] != 0xa0) revert MalformedRecord();
    }

    function _integer(bytes calldata slotRecord, uint256 pos) private pure returns (uint64 value, uint256 next) {
        uint8 head = uint8(slotRecord[pos]);
        if (head < 0x80) return (head, pos + 1);
        if (head > 0x88) revert MalformedRecord();
        next = pos + 1 + (head - 0x80);
        value = head == 0x80 ? 0 : uint64(uint256(bytes32(slotRecord[pos + 1:next])) >> (8 * (32 - (head - 0x80))));
    }

    /// The addresses of the members' keys, and how many of them a certificate takes.
    function _members(bytes calldata config) private view returns (address[] memory members, uint256 quorum) {
        bytes32 hash = sha256(config);
        if (hash != configHash) revert UnknownConfiguration(hash, configHash);
        if (config[0] != 0x01 || uint8(config[SUITE_AT]) != SUITE) {
            revert UnsupportedConfiguration(uint8(config[0]), uint8(config[SUITE_AT]));
        }
        uint256 n = _uint32(config, COUNT_AT);
        members = new address[](n);
        uint256 pos = COUNT_AT + 4;
        for (uint256 i = 0; i < n; i++) {
            uint256 keyAt = pos + 8; // after the member's number and the key's length
            uint256 channelAt = keyAt + _uint32(config, pos + 4);
            members[i] = address(uint160(uint256(keccak256(config[keyAt:channelAt]))));
            uint256 incarnationAt = channelAt + 4 + _uint32(config, channelAt);
            pos = incarnationAt + 4 + _uint32(config, incarnationAt);
        }
        uint256 f = (n - 1 - 2 * _uint32(config, C_AT)) / 3;
        quorum = (n + f) / 2 + 1;
    }

    /// `proof`: bitmap and signatures, each after its length. One bit is one member, so none can count twice.
    function _requireQuorum(bytes calldata proof, bytes32 signed, address[] memory members, uint256 quorum)
        private
        pure
    {
        uint256 n = members.length;
        uint256 bitmapBytes = (n + 7) / 8;
        uint256 pos = 8 + bitmapBytes;
        if (
            proof.length < pos || _uint32(proof, 0) != bitmapBytes || _uint32(proof, pos - 4) != proof.length - pos
                || (n % 8 != 0 && uint8(proof[3 + bitmapBytes]) >> (n % 8) != 0)
        ) revert MalformedCertificate();
        uint256 signers = 0;
        for (uint256 i = 0; i < n; i++) {
            if ((uint8(proof[4 + i / 8]) >> (i % 8)) & 1 == 0) continue;
            if (proof.length < pos + SIGNATURE_BYTES) revert MalformedCertificate();
            bytes32 s = bytes32(proof[pos + 32:pos + 64]);
            uint8 v = uint8(proof[pos + 64]);
            // 27: what `ecrecover` calls 0. It answers zero for no signature, which is nobody's address.
            address signer = ecrecover(signed, 27 + (v & 1), bytes32(proof[pos:pos + 32]), s);
            if (v > 1 || uint256(s) > HALF_ORDER || signer == address(0) || signer != members[i]) {
                revert WrongSignature(i);
            }
            pos += SIGNATURE_BYTES;
            signers++;
        }
        if (pos != proof.length) revert MalformedCertificate();
        if (signers < quorum) revert TooFewSigners(signers, quorum);
    }

    function _uint32(bytes calldata data, uint256 pos) private pure returns (uint256) {
        return uint32(bytes4(data[pos:pos + 4]));
    }
}

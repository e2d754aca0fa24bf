// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

uint256 constant FIELD = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
// (p + 1) / 4: p is 3 modulo 4, so that this power is a square root where there is one.
uint256 constant ROOT = 0x3fffffffffffffffffffffffffffffffffffffffffffffffffffffffbfffff0c;

/// It is no point of secp256k1, compressed to 33 bytes.
error NotAPoint(uint8 prefix, bytes32 x);
/// The signature is not that of the key over `digest`.
error NoProofOfPossession(bytes32 digest);

/// What the owner of a consensus key signs for an organisation to name it: a key that was not signed for is not taken, so
/// that nobody joins with the key of another.
function possessionDigest(uint32 organisation) view returns (bytes32) {
    return keccak256(abi.encode("Quorate consensus key", block.chainid, organisation));
}

/// The account of a compressed key: the last 20 bytes of keccak256(x, y).
function accountOf(uint8 prefix, bytes32 x) view returns (address) {
    uint256 x_ = uint256(x);
    if (prefix < 2 || prefix > 3 || x_ >= FIELD) revert NotAPoint(prefix, x);
    uint256 square = addmod(mulmod(mulmod(x_, x_, FIELD), x_, FIELD), 7, FIELD);
    uint256 y = _power(square, ROOT);
    if (mulmod(y, y, FIELD) != square) revert NotAPoint(prefix, x);
    if (y & 1 != prefix & 1) y = FIELD - y;
    return address(uint160(uint256(keccak256(abi.encode(x_, y)))));
}

/// `proof` is r, s and v (27 or 28) in 65 bytes.
function requirePossession(address account, bytes32 digest, bytes calldata proof) pure {
    if (proof.length != 65) revert NoProofOfPossession(digest);
    address signer = ecrecover(digest, uint8(proof[64]), bytes32(proof[:32]), bytes32(proof[32:64]));
    if (signer == address(0) || signer != account) revert NoProofOfPossession(digest);
}

/// Modular exponentiation (EIP-198) in the field of the curve.
function _power(uint256 base, uint256 exponent) view returns (uint256) {
    (, bytes memory answer) =
        address(5).staticcall(abi.encode(uint256(32), uint256(32), uint256(32), base, exponent, FIELD));
    return abi.decode(answer, (uint256));
}

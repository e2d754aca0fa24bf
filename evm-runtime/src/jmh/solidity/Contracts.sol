// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Contracts as people write them. The addresses are those at which the benchmark puts the code.

contract Token {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    event Transfer(address indexed from, address indexed to, uint256 value);
    error InsufficientBalance(address from, uint256 balance, uint256 value);

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        uint256 balance = balanceOf[from];
        if (balance < value) revert InsufficientBalance(from, balance, value);
        unchecked {
            balanceOf[from] = balance - value;
        }
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// A pool of two tokens with x * y = k and a fee of 0.3 percent.
contract Pair {
    Token private constant TOKEN0 = Token(address(0xa1));
    Token private constant TOKEN1 = Token(address(0xa2));
    uint112 private reserve0;
    uint112 private reserve1;
    uint32 private updatedAt;
    uint256 private price0;
    uint256 private price1;
    uint256 private unlocked;
    event Swap(address indexed sender, uint256 in0, uint256 in1, uint256 out0, uint256 out1, address indexed to);
    event Sync(uint112 reserve0, uint112 reserve1);

    function sync() external {
        update(TOKEN0.balanceOf(address(this)), TOKEN1.balanceOf(address(this)), reserve0, reserve1);
    }

    function reserves() external view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, updatedAt);
    }

    function swap(uint256 out0, uint256 out1, address to) external {
        require(unlocked == 0, "locked");
        unlocked = 1;
        (uint112 r0, uint112 r1) = (reserve0, reserve1);
        require(out0 < r0 && out1 < r1, "liquidity");
        if (out0 > 0) TOKEN0.transfer(to, out0);
        if (out1 > 0) TOKEN1.transfer(to, out1);
        uint256 b0 = TOKEN0.balanceOf(address(this));
        uint256 b1 = TOKEN1.balanceOf(address(this));
        uint256 in0 = b0 > r0 - out0 ? b0 - (r0 - out0) : 0;
        uint256 in1 = b1 > r1 - out1 ? b1 - (r1 - out1) : 0;
        require(in0 > 0 || in1 > 0, "no input");
        require(
            (b0 * 1000 - in0 * 3) * (b1 * 1000 - in1 * 3) >= uint256(r0) * r1 * 1000_000, "k"
        );
        update(b0, b1, r0, r1);
        emit Swap(msg.sender, in0, in1, out0, out1, to);
        unlocked = 0;
    }

    function update(uint256 b0, uint256 b1, uint112 r0, uint112 r1) private {
        require(b0 <= type(uint112).max && b1 <= type(uint112).max, "overflow");
        unchecked {
            uint32 elapsed = uint32(block.timestamp) - updatedAt;
            if (elapsed > 0 && r0 != 0 && r1 != 0) {
                price0 += ((uint256(r1) << 112) / r0) * elapsed;
                price1 += ((uint256(r0) << 112) / r1) * elapsed;
            }
        }
        reserve0 = uint112(b0);
        reserve1 = uint112(b1);
        updatedAt = uint32(block.timestamp);
        emit Sync(reserve0, reserve1);
    }
}

contract TransferLoop {
    fallback(bytes calldata input) external returns (bytes memory) {
        Token token = Token(address(0xa1));
        uint256 rounds = abi.decode(input, (uint256));
        token.mint(address(this), rounds);
        for (uint256 i = 0; i < rounds; i++) {
            token.transfer(address(uint160(0x1000 + (i & 15))), 1);
        }
        return abi.encode(token.balanceOf(address(0x1003)));
    }
}

contract SwapLoop {
    fallback(bytes calldata input) external returns (bytes memory) {
        Token[2] memory tokens = [Token(address(0xa1)), Token(address(0xa2))];
        Pair pair = Pair(address(0xa3));
        uint256 rounds = abi.decode(input, (uint256));
        for (uint256 i = 0; i < 2; i++) {
            tokens[i].mint(address(pair), 1e24);
            tokens[i].mint(address(this), 1e24);
        }
        pair.sync();
        for (uint256 i = 0; i < rounds; i++) {
            (uint256 r0, uint256 r1,) = pair.reserves();
            uint256 paid = 1e18 + i;
            uint256 fee = paid * 997;
            if (i & 1 == 0) {
                tokens[0].transfer(address(pair), paid);
                pair.swap(0, fee * r1 / (r0 * 1000 + fee), address(this));
            } else {
                tokens[1].transfer(address(pair), paid);
                pair.swap(fee * r0 / (r1 * 1000 + fee), 0, address(this));
            }
        }
        return abi.encode(tokens[0].balanceOf(address(this)));
    }
}

/// Sorts 256 numbers a round.
contract SortLoop {
    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 rounds = abi.decode(input, (uint256));
        uint256[] memory items = new uint256[](256);
        uint256 seed = 1;
        for (uint256 round = 0; round < rounds; round++) {
            for (uint256 i = 0; i < items.length; i++) {
                unchecked {
                    seed = seed * 6364136223846793005 + 1442695040888963407;
                }
                items[i] = seed >> 33;
            }
            sort(items, 0, int256(items.length) - 1);
        }
        return abi.encode(items[128]);
    }

    function sort(uint256[] memory items, int256 from, int256 to) private pure {
        if (from >= to) return;
        (int256 i, int256 j) = (from, to);
        uint256 pivot = items[uint256((from + to) / 2)];
        while (i <= j) {
            while (items[uint256(i)] < pivot) i++;
            while (pivot < items[uint256(j)]) j--;
            if (i <= j) {
                (items[uint256(i)], items[uint256(j)]) = (items[uint256(j)], items[uint256(i)]);
                i++;
                j--;
            }
        }
        sort(items, from, j);
        sort(items, i, to);
    }
}

/// SHA-1 (FIPS 180-4) of one block a round, chained.
contract Sha1Loop {
    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 rounds = abi.decode(input, (uint256));
        uint32[5] memory h = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
        uint32[80] memory w;
        for (uint256 round = 0; round < rounds; round++) {
            for (uint256 i = 0; i < 16; i++) w[i] = uint32(round + i) ^ h[i % 5];
            compress(h, w);
        }
        return abi.encode(h[0]);
    }

    function rotate(uint32 x, uint256 by) private pure returns (uint32) {
        return (x << by) | (x >> (32 - by));
    }

    function compress(uint32[5] memory h, uint32[80] memory w) private pure {
        unchecked {
            for (uint256 i = 16; i < 80; i++) {
                w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
            }
            (uint32 a, uint32 b, uint32 c, uint32 d, uint32 e) = (h[0], h[1], h[2], h[3], h[4]);
            for (uint256 i = 0; i < 80; i++) {
                uint32 f;
                if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
                else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
                else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
                else f = (b ^ c ^ d) + 0xca62c1d6;
                (a, b, c, d, e) = (rotate(a, 5) + f + e + w[i], a, rotate(b, 30), c, d);
            }
            h[0] += a;
            h[1] += b;
            h[2] += c;
            h[3] += d;
            h[4] += e;
        }
    }
}

/// BLAKE2b (RFC 7693) of one block a round, chained; the last round is compared with the precompile of EIP-152.
contract Blake2Loop {
    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 rounds = abi.decode(input, (uint256));
        uint64[8] memory h = iv();
        h[0] ^= 0x01010040;
        uint64[16] memory m;
        bytes memory expected;
        for (uint256 round = 0; round < rounds; round++) {
            for (uint256 i = 0; i < 16; i++) m[i] = uint64(round * 16 + i) ^ h[i & 7];
            if (round + 1 == rounds) expected = precompiled(h, m);
            compress(h, m);
        }
        bytes memory result;
        for (uint256 i = 0; i < 8; i++) result = abi.encodePacked(result, littleEndian(h[i]));
        require(keccak256(result) == keccak256(expected), "not BLAKE2b");
        return abi.encode(keccak256(result));
    }

    function compress(uint64[8] memory h, uint64[16] memory m) private pure {
        unchecked {
            uint64[16] memory v;
            uint64[8] memory start = iv();
            for (uint256 i = 0; i < 8; i++) (v[i], v[i + 8]) = (h[i], start[i]);
            v[12] ^= 128;
            v[14] = ~v[14];
            for (uint256 round = 0; round < 12; round++) {
                uint256 order = sigma(round % 10);
                for (uint256 i = 0; i < 8; i++) {
                    uint256 turn = i >> 2;
                    mix(
                        v,
                        [i & 3, 4 + ((i + turn) & 3), 8 + ((i + 2 * turn) & 3), 12 + ((i + 3 * turn) & 3)],
                        m[(order >> (60 - 8 * i)) & 15],
                        m[(order >> (56 - 8 * i)) & 15]
                    );
                }
            }
            for (uint256 i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
        }
    }

    function mix(uint64[16] memory v, uint256[4] memory at, uint64 x, uint64 y) private pure {
        unchecked {
            (uint64 a, uint64 b, uint64 c, uint64 d) = (v[at[0]], v[at[1]], v[at[2]], v[at[3]]);
            a += b + x;
            d = rotate(d ^ a, 32);
            c += d;
            b = rotate(b ^ c, 24);
            a += b + y;
            d = rotate(d ^ a, 16);
            c += d;
            b = rotate(b ^ c, 63);
            (v[at[0]], v[at[1]], v[at[2]], v[at[3]]) = (a, b, c, d);
        }
    }

    function rotate(uint64 x, uint256 by) private pure returns (uint64) {
        return (x >> by) | (x << (64 - by));
    }

    function precompiled(uint64[8] memory h, uint64[16] memory m) private view returns (bytes memory result) {
        bytes memory call = abi.encodePacked(uint32(12));
        for (uint256 i = 0; i < 8; i++) call = abi.encodePacked(call, littleEndian(h[i]));
        for (uint256 i = 0; i < 16; i++) call = abi.encodePacked(call, littleEndian(m[i]));
        call = abi.encodePacked(call, littleEndian(128), uint64(0), uint8(1));
        (, result) = address(9).staticcall(call);
    }

    function littleEndian(uint64 x) private pure returns (uint64 y) {
        for (uint256 i = 0; i < 8; i++) y |= ((x >> (8 * i)) & 0xff) << uint64(56 - 8 * i);
    }

    function iv() private pure returns (uint64[8] memory) {
        return [
            0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
            0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
        ];
    }

    function sigma(uint256 round) private pure returns (uint256) {
        if (round == 0) return 0x0123456789abcdef;
        if (round == 1) return 0xea489fd61c02b753;
        if (round == 2) return 0xb8c052fdae367194;
        if (round == 3) return 0x7931dcbe265a40f8;
        if (round == 4) return 0x905724afe1bc683d;
        if (round == 5) return 0x2c6a0b834d75fe19;
        if (round == 6) return 0xc51fed4a0763928b;
        if (round == 7) return 0xdb7ec13950f4862a;
        if (round == 8) return 0x6fe9b308c2d714a5;
        return 0xa2847615fb9e3cd0;
    }
}

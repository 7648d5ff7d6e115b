// A QR code (ISO/IEC 18004) as SVG, so that no other host learns the secret of an app. It has what the address of an
// app needs: bytes, error correction L, up to 425 of them. The mask is always the first one, which every reader knows.

import { svg } from "./ui.js";

/** For each version: all code words, those for correction in a block, blocks, and where the alignment patterns are. */
const VERSIONS = [
    null,
    { words: 26, correction: 7, blocks: 1, at: [] },
    { words: 44, correction: 10, blocks: 1, at: [6, 18] },
    { words: 70, correction: 15, blocks: 1, at: [6, 22] },
    { words: 100, correction: 20, blocks: 1, at: [6, 26] },
    { words: 134, correction: 26, blocks: 1, at: [6, 30] },
    { words: 172, correction: 18, blocks: 2, at: [6, 34] },
    { words: 196, correction: 20, blocks: 2, at: [6, 22, 38] },
    { words: 242, correction: 24, blocks: 2, at: [6, 24, 42] },
    { words: 292, correction: 30, blocks: 2, at: [6, 26, 46] },
    { words: 346, correction: 18, blocks: 4, at: [6, 28, 50] },
    { words: 404, correction: 20, blocks: 4, at: [6, 30, 54] },
    { words: 466, correction: 24, blocks: 4, at: [6, 32, 58] },
    { words: 532, correction: 26, blocks: 4, at: [6, 34, 62] },
];
const FORMAT_L_FIRST_MASK = 1 << 3;
const QUIET = 4;

/** The picture, or nothing if the text is too long for one. */
export function qrCode(text) {
    const rows = modules(new TextEncoder().encode(text));
    if (!rows) {
        return null;
    }
    const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
    const size = rows.length + 2 * QUIET;
    return svg(
        "svg",
        {
            class: "qr",
            role: "img",
            "aria-label": "QR code for your authenticator app",
            viewBox: `${-QUIET} ${-QUIET} ${size} ${size}`,
            "shape-rendering": "crispEdges",
        },
        svg("path", { d: dark.join(""), fill: "#000" }),
    );
}

/** Rows of modules, true for a dark one. */
export function modules(bytes) {
    const version = VERSIONS.findIndex((one, number) => one && bitsOf(bytes, number) <= 8 * dataWords(one));
    if (version < 0) {
        return null;
    }
    const size = 17 + 4 * version;
    const rows = Array.from({ length: size }, () => new Array(size));
    drawPatterns(rows, VERSIONS[version].at);
    drawFormat(rows);
    if (version >= 7) {
        drawVersion(rows, version);
    }
    drawData(rows, interleaved(encoded(bytes, version), VERSIONS[version]));
    return rows;
}

const dataWords = ({ words, correction, blocks }) => words - correction * blocks;
const lengthBits = (version) => (version < 10 ? 8 : 16);
const bitsOf = (bytes, version) => 4 + lengthBits(version) + 8 * bytes.length;

function encoded(bytes, version) {
    const capacity = 8 * dataWords(VERSIONS[version]);
    const bits = [];
    const put = (value, count) => {
        for (let i = count - 1; i >= 0; i--) {
            bits.push((value >> i) & 1);
        }
    };
    put(4, 4);
    put(bytes.length, lengthBits(version));
    bytes.forEach((byte) => put(byte, 8));
    put(0, Math.min(4, capacity - bits.length));
    put(0, -bits.length & 7);
    for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) {
        put(pad, 8);
    }
    return Array.from({ length: capacity / 8 }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8).join(""), 2));
}

/** The words of all blocks in turn, and then those for correction. The last blocks may be a word longer. */
function interleaved(data, { correction, blocks }) {
    const short = Math.floor(data.length / blocks);
    const parts = [];
    for (let i = 0, from = 0; i < blocks; i++) {
        const to = from + short + (i >= blocks - (data.length % blocks) ? 1 : 0);
        parts.push(data.slice(from, to));
        from = to;
    }
    const inTurn = (lists) =>
        Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, i) =>
            lists.filter((list) => i < list.length).map((list) => list[i]),
        ).flat();
    return [...inTurn(parts), ...inTurn(parts.map((part) => remainder(part, correction)))];
}

/** Reed-Solomon over the field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1. */
function remainder(data, count) {
    let divisor = [1];
    for (let i = 0, root = 1; i < count; i++, root = times(root, 2)) {
        divisor = [...divisor, 0].map((factor, at) => factor ^ (at > 0 ? times(divisor[at - 1], root) : 0));
    }
    const rest = new Array(count).fill(0);
    for (const word of data) {
        const factor = word ^ rest.shift();
        rest.push(0);
        divisor.slice(1).forEach((value, at) => {
            rest[at] ^= times(value, factor);
        });
    }
    return rest;
}

function times(a, b) {
    let product = 0;
    for (let i = 7; i >= 0; i--) {
        product = (product << 1) ^ (product >> 7 ? 0x11d : 0);
        product ^= (b >> i) & 1 ? a : 0;
    }
    return product;
}

function drawPatterns(rows, at) {
    const size = rows.length;
    for (const [left, top] of [
        [0, 0],
        [size - 7, 0],
        [0, size - 7],
    ]) {
        drawSquare(rows, left + 3, top + 3, 4, [0, 1, 3]);
    }
    const last = at.at(-1);
    for (const x of at) {
        for (const y of at) {
            const inCorner = (x === 6 && (y === 6 || y === last)) || (x === last && y === 6);
            if (!inCorner) {
                drawSquare(rows, x, y, 2, [0, 2]);
            }
        }
    }
    for (let i = 0; i < size; i++) {
        rows[6][i] ??= i % 2 === 0;
        rows[i][6] ??= i % 2 === 0;
    }
}

/** Rings around a centre; those at the given distances are dark. */
function drawSquare(rows, x, y, radius, dark) {
    for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
            if (rows[y + dy] && x + dx >= 0 && x + dx < rows.length) {
                rows[y + dy][x + dx] = dark.includes(Math.max(Math.abs(dx), Math.abs(dy)));
            }
        }
    }
}

function drawFormat(rows) {
    const size = rows.length;
    const bits = withCheck(FORMAT_L_FIRST_MASK, 10, 0x537) ^ 0x5412;
    for (let i = 0; i < 15; i++) {
        const on = ((bits >> i) & 1) === 1;
        // Beside the corner at the top left, around the timing patterns.
        if (i < 8) {
            rows[i < 6 ? i : i + 1][8] = on;
            rows[8][size - 1 - i] = on;
        } else {
            rows[8][i === 8 ? 7 : 14 - i] = on;
            rows[size - 15 + i][8] = on;
        }
    }
    rows[size - 8][8] = true;
}

function drawVersion(rows, version) {
    const bits = withCheck(version, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
        const on = ((bits >> i) & 1) === 1;
        const far = rows.length - 11 + (i % 3);
        const near = Math.floor(i / 3);
        rows[near][far] = on;
        rows[far][near] = on;
    }
}

function withCheck(value, count, divisor) {
    let rest = value;
    for (let i = 0; i < count; i++) {
        rest = (rest << 1) ^ ((rest >> (count - 1)) & 1 ? divisor : 0);
    }
    return (value << count) | rest;
}

/** Up and down in columns of two, from the right, around what is drawn already. */
function drawData(rows, words) {
    const size = rows.length;
    let bit = 0;
    let upwards = true;
    for (let right = size - 1; right > 0; right -= 2) {
        if (right === 6) {
            right--;
        }
        for (let i = 0; i < size; i++) {
            const y = upwards ? size - 1 - i : i;
            for (const x of [right, right - 1]) {
                if (rows[y][x] === undefined) {
                    const on = ((words[bit >> 3] >> (7 - (bit & 7))) & 1) === 1;
                    rows[y][x] = on !== ((x + y) % 2 === 0);
                    bit++;
                }
            }
        }
        upwards = !upwards;
    }
}

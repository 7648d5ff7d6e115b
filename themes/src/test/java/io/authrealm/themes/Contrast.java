package io.authrealm.themes;

/** The contrast of WCAG 2.2: from 1, none, to 21, black on white. */
final class Contrast {

    private Contrast() {}

    /**
     * @param one a colour as #rrggbb
     * @param other a colour as #rrggbb
     */
    static double between(String one, String other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(String color) {
        int value = Integer.parseInt(color.substring(1), 16);
        return 0.2126 * linear(value >> 16)
                + 0.7152 * linear(value >> 8 & 0xFF)
                + 0.0722 * linear(value & 0xFF);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}

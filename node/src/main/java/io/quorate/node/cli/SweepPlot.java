package io.quorate.node.cli;

import java.util.List;
import java.util.Locale;

/** Messages for each decision and replica over the committee's size, both axes logarithmic, as an SVG picture. */
final class SweepPlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int MARGIN = 60;
    private static final double N_MIN = 3;
    private static final double N_MAX = 700;
    private static final double MESSAGES_MIN = 3;
    private static final double MESSAGES_MAX = 100;

    /** One measurement. */
    record Point(int replicas, boolean slow, double messages) {}

    private SweepPlot() {}

    static String svg(List<Point> points) {
        StringBuilder svg = new StringBuilder();
        svg.append(
                String.format(Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"12\">%n",
                        WIDTH, HEIGHT));
        svg.append(String.format(Locale.ROOT,
                "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n", WIDTH, HEIGHT));
        text(svg, WIDTH / 2.0, HEIGHT - 12, "middle", "replicas");
        text(svg, 8, 20, "start", "messages sent per decision and replica");
        for (int n : new int[]{4, 7, 16, 31, 100, 200, 500}) {
            line(svg, x(n), y(MESSAGES_MIN), x(n), y(MESSAGES_MAX), "#ddd");
            text(svg, x(n), HEIGHT - MARGIN + 18, "middle", String.valueOf(n));
        }
        for (int m : new int[]{5, 10, 20, 50, 100}) {
            line(svg, x(N_MIN), y(m), x(N_MAX), y(m), "#ddd");
            text(svg, MARGIN - 6, y(m) + 4, "end", String.valueOf(m));
        }
        curve(svg, points.stream().filter(point -> !point.slow()).toList(), "#1a6faf", "fast path");
        curve(svg, points.stream().filter(Point::slow).toList(), "#c2571a",
                "slow path: c + 1 replicas stopped");
        return svg.append("</svg>").append(System.lineSeparator()).toString();
    }

    private static void curve(StringBuilder svg, List<Point> points, String colour, String name) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.replicas()),
                    y(point.messages())));
            svg.append(String.format(Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                    x(point.replicas()), y(point.messages()), colour));
        }
        svg.append(String.format(Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>%n",
                path.toString().trim(), colour));
        int row = name.startsWith("fast") ? 0 : 1;
        line(svg, WIDTH - 260, 40 + 18 * row, WIDTH - 236, 40 + 18 * row, colour);
        text(svg, WIDTH - 230, 44 + 18 * row, "start", name);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2,
            String colour) {
        svg.append(String.format(Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", x1, y1,
                x2, y2, colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor,
                text));
    }

    private static double x(double replicas) {
        return MARGIN + (WIDTH - 2 * MARGIN) * Math.log(replicas / N_MIN) / Math.log(N_MAX / N_MIN);
    }

    private static double y(double messages) {
        return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * Math.log(messages / MESSAGES_MIN)
                / Math.log(MESSAGES_MAX / MESSAGES_MIN);
    }
}

package io.quorate.node.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Numbers to be drawn; both axes begin at zero. */
public record Chart(String title, String x, String y, Kind kind, List<Series> series) {
    /** Beyond it neighbours are drawn as their mean. */
    private static final int POINTS_MAX = 1_000;

    public Chart {
        series = List.copyOf(series);
    }

    /** How points are drawn. */
    public enum Kind {
        LINES, BARS
    }

    /** @param name as the legend has it */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** Two finite numbers from zero on. */
    public record Point(double x, double y) {
        public Point {
            if (!(x >= 0 && y >= 0) || Double.isInfinite(x + y)) {
                throw new IllegalArgumentException("no point to draw: " + x + ", " + y);
            }
        }
    }

    ObjectNode toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode().put("title", title).put("x", x)
                .put("y", y).put("kind", kind.name());
        ArrayNode all = json.putArray("series");
        for (Series one : series) {
            ArrayNode points = all.addObject().put("name", one.name).putArray("points");
            thinned(one.points).forEach(point -> points.addArray().add(rounded(point.x))
                    .add(rounded(point.y)));
        }
        return json;
    }

    private static List<Point> thinned(List<Point> points) {
        int each = (points.size() + POINTS_MAX - 1) / POINTS_MAX;
        if (each <= 1) return points;
        List<Point> thin = new ArrayList<>();
        for (int from = 0; from < points.size(); from += each) {
            List<Point> some = points.subList(from, Math.min(points.size(), from + each));
            thin.add(new Point(some.getFirst().x,
                    some.stream().mapToDouble(Point::y).average().orElseThrow()));
        }
        return thin;
    }

    /** To a thousandth: more digits would claim more than was measured. */
    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}

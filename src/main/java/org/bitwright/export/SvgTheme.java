package org.bitwright.export;

/** The colours of a picture's ground and writing, as {@code #rrggbb}. */
record SvgTheme(String ground, String ink, String faint, String rule, boolean dark) {
    static final SvgTheme LIGHT = new SvgTheme("#ffffff", "#1f2328", "#59636e", "#d8dee4", false);
    static final SvgTheme DARK = new SvgTheme("#0d1117", "#e6edf3", "#9198a1", "#2d333b", true);

    /** The rules that every chart shares, and those of so many series. */
    String rules(int series) {
        StringBuilder css = new StringBuilder();
        css.append(".ground{fill:%s}.ink,.heading{fill:%s}.faint{fill:%s}.rule{stroke:%s}.float{stroke:%s}\n"
                .formatted(ground, ink, faint, rule, faint));
        for (int i = 0; i < series; i++) {
            String colour = colour(i);
            css.append(".s%d{fill:%s}.l%d{stroke:%s}.part.l%d{fill:%s}%n".formatted(i, colour, i, colour, i, ground));
        }
        return css.toString();
    }

    private String colour(int series) {
        SeriesStyle style = SeriesStyle.of(series);
        return dark ? style.dark() : style.light();
    }
}

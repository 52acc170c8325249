using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Switchboard.Gateway.Telemetry;

/// <summary>
/// The <c>/metrics</c> page: listens to the product's meters and writes what they measured in the Prometheus text format (version 0.0.4).
/// The exporters for it are packages of their own; this is all of it that is needed.
/// </summary>
internal sealed class PrometheusPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, InstrumentSeries> _instruments = new();

    public PrometheusPage(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, self) =>
        {
            // The factory is this server's own: another server in the same process has its own page.
            if (instrument.Meter.Scope == factory && instrument.Meter.Name.StartsWith("Switchboard.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var page = new StringBuilder();
        foreach (var (instrument, series) in _instruments.OrderBy(static i => i.Key.Name, StringComparer.Ordinal))
        {
            WriteInstrument(page, instrument, series.Bounds, series.ByTags.Values);
        }

        return page.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_instruments.TryGetValue(instrument, out var all))
        {
            all = _instruments.GetOrAdd(instrument, static i => new InstrumentSeries(Bounds(i), new()));
        }

        var values = new TagValues(Text(tags, 0), Text(tags, 1));
        if (!all.ByTags.TryGetValue(values, out var series))
        {
            series = all.ByTags.GetOrAdd(values, new Series(Format(tags), all.Bounds));
        }

        if (instrument.IsObservable)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private static string? Text(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) => index < tags.Length ? tags[index].Value?.ToString() : null;

    private static string Format(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : ",")}{name.Replace('.', '_')}=\"{Escape(value?.ToString() ?? "")}\"");
        }

        return text.ToString();
    }

    private static void WriteInstrument(StringBuilder page, Instrument instrument, double[]? bounds, IEnumerable<Series> all)
    {
        var counter = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal) && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
        var name = instrument.Name.Replace('.', '_') + Unit(instrument.Unit) + (counter ? "_total" : "");
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(bounds is not null ? "histogram" : counter ? "counter" : "gauge")}\n");
        foreach (var series in all.OrderBy(static s => s.Tags, StringComparer.Ordinal))
        {
            var tags = series.Tags;
            var (sum, count, buckets) = series.Read();
            if (bounds is null)
            {
                page.Append(CultureInfo.InvariantCulture, $"{name}{Braced(tags)} {sum}\n");
                continue;
            }

            var cumulative = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                cumulative += buckets[i];
                page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braced(Join(tags, $"le=\"{bounds[i].ToString(CultureInfo.InvariantCulture)}\""))} {cumulative}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"{name}_bucket{Braced(Join(tags, "le=\"+Inf\""))} {count}\n{name}_sum{Braced(tags)} {sum}\n{name}_count{Braced(tags)} {count}\n");
        }
    }

    private static double[]? Bounds(Instrument instrument) => instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : null;

    private static string Unit(string? unit) => unit switch { "s" => "_seconds", "By" => "_bytes", "USD" => "_usd", _ => "" };

    private static string Braced(string tags) => tags.Length == 0 ? "" : "{" + tags + "}";

    private static string Join(string tags, string more) => tags.Length == 0 ? more : tags + "," + more;

    private static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0 ? value : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record InstrumentSeries(double[]? Bounds, ConcurrentDictionary<TagValues, Series> ByTags);

    /// <summary>An instrument's tags always have the same names in the same order, two at most, so their values tell its series apart.</summary>
    private readonly record struct TagValues(string? First, string? Second);
}

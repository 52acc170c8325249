using System.Globalization;

namespace Switchboard.Testing.Verbs;

/// <summary>The verb `upstream` and its flags, as typed.</summary>
internal sealed record UpstreamVerb
{
    public const string Help = """
        Usage: upstream [flags]    a scripted model vendor: OpenAI, Anthropic, Gemini, Cohere, Ollama and Bedrock on one port

          --port N         the port on the loopback address (default: a free one)
          --text TEXT      what it answers (default: Hello)
          --size N         repeat the text up to N characters
          --frames N       stream the text in N chunks (default: one per word)
          --interval TIME  between two frames of a stream (default: none)
          --delay TIME     before the headers (default: none)
          --tls            speak TLS with a self-signed certificate
          --quiet          do not print requests; the fastest way to serve
          --help           this text

        A TIME is a number with its unit: 20ms, 1.5s.
        """;

    public int Port { get; init; }

    public string Text { get; init; } = "Hello";

    public int? Size { get; init; }

    public int? Frames { get; init; }

    public TimeSpan Interval { get; init; }

    public TimeSpan Delay { get; init; }

    public bool Tls { get; init; }

    public bool Quiet { get; init; }

    public bool ShowHelp { get; init; }

    /// <summary>Reads the flags; throws <see cref="FormatException"/> with a sentence for whoever typed them.</summary>
    public static UpstreamVerb Parse(IReadOnlyList<string> args)
    {
        if (args is [] or ["--help" or "-h", ..])
        {
            return new() { ShowHelp = true };
        }
        if (args[0] != "upstream")
        {
            throw new FormatException($"There is no verb \"{args[0]}\"; there is: upstream.");
        }
        var verb = new UpstreamVerb();
        for (var i = 1; i < args.Count; i++)
        {
            var flag = args[i];
            string Value() => ++i < args.Count ? args[i] : throw new FormatException($"{flag} needs a value.");
            verb = flag switch
            {
                "--port" => verb with { Port = Number(flag, Value(), 0) },
                "--text" => verb with { Text = Value() },
                "--size" => verb with { Size = Number(flag, Value(), 1) },
                "--frames" => verb with { Frames = Number(flag, Value(), 1) },
                "--interval" => verb with { Interval = Time(flag, Value()) },
                "--delay" => verb with { Delay = Time(flag, Value()) },
                "--tls" => verb with { Tls = true },
                "--quiet" => verb with { Quiet = true },
                "--help" or "-h" => verb with { ShowHelp = true },
                _ => throw new FormatException($"There is no flag \"{flag}\"; --help names them all."),
            };
        }
        return verb;
    }

    private static int Number(string flag, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{flag} takes a whole number from {least}, not \"{value}\".");

    private static TimeSpan Time(string flag, string value)
    {
        var (digits, unit) = value.EndsWith("ms", StringComparison.Ordinal) ? (value[..^2], 1) : (value.TrimEnd('s'), 1000);
        return value.EndsWith('s') && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? TimeSpan.FromMilliseconds(number * unit)
            : throw new FormatException($"{flag} takes a time such as 20ms or 1.5s, not \"{value}\".");
    }
}

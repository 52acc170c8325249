using System.Globalization;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>Pairs of <c>--name value</c>; a name may come more than once.</summary>
internal sealed class Arguments
{
    private readonly ILookup<string, string> values;

    public Arguments(IEnumerable<string> args)
    {
        var pairs = args.Chunk(2).ToArray();
        if (pairs.FirstOrDefault(p => p.Length != 2 || !p[0].StartsWith("--", StringComparison.Ordinal)) is { } bad)
        {
            throw new ArgumentException($"Expected --name value, got: {string.Join(' ', bad)}", nameof(args));
        }

        values = pairs.ToLookup(p => p[0][2..], p => p[1]);
    }

    public IEnumerable<string> All(string name) => values[name];

    public string Text(string name, string? otherwise = null) =>
        values[name].LastOrDefault() ?? otherwise ?? throw new ArgumentException($"--{name} is missing", nameof(name));

    public int Number(string name, int otherwise) =>
        values[name].LastOrDefault() is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

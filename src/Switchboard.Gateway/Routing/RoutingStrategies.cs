namespace Switchboard.Gateway.Routing;

/// <summary>Strategies as the file, the audit record and messages spell them.</summary>
internal static class RoutingStrategies
{
    private static readonly string[] _words = ["priority", "weighted", "round_robin", "least_busy", "latency", "cost", "tag", "random"];

    public static string Word(this RoutingStrategy strategy) => _words[(int)strategy];

    public static bool TryParse(string word, out RoutingStrategy strategy)
    {
        var index = Array.IndexOf(_words, word);
        strategy = (RoutingStrategy)Math.Max(0, index);
        return index >= 0;
    }
}

namespace Switchboard.Gateway.Keys;

/// <summary>How priorities are spelled.</summary>
internal static class Priorities
{
    public const string Names = "high, normal or low";

    public static bool TryParse(string text, out Priority priority)
    {
        (var ok, priority) = text switch
        {
            "high" => (true, Priority.High),
            "normal" => (true, Priority.Normal),
            "low" => (true, Priority.Low),
            _ => (false, Priority.Normal),
        };
        return ok;
    }

    public static string Name(this Priority priority) => priority switch
    {
        Priority.High => "high",
        Priority.Low => "low",
        _ => "normal",
    };
}

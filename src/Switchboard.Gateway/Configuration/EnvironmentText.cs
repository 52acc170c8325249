using System.Text.RegularExpressions;

namespace Switchboard.Gateway.Configuration;

/// <summary>
/// <c>${NAME}</c> and <c>${NAME:-default}</c> in configuration values. Braces end a value in YAML's flow style, so they are swapped for
/// other brackets before parsing and expanded in the parsed values: a variable's text can never become YAML.
/// </summary>
internal static partial class EnvironmentText
{
    public static string Protect(string yaml) => Variable().Replace(yaml, "⟦${body}⟧");

    /// <summary>The value with its variables put in, and the first variable that is not set.</summary>
    public static (string Text, string? Missing) Expand(string value)
    {
        string? missing = null;
        var text = ProtectedVariable().Replace(value, match =>
        {
            var name = match.Groups["name"].Value;
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } found)
            {
                return found;
            }

            if (!match.Groups["default"].Success)
            {
                missing ??= name;
            }

            return match.Groups["default"].Value;
        });
        return (text, missing);
    }

    [GeneratedRegex(@"\$\{(?<body>[A-Za-z_][A-Za-z0-9_]*(:-[^}\r\n]*)?)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("⟦(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^⟧]*))?⟧")]
    private static partial Regex ProtectedVariable();
}

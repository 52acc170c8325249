using System.Text.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// How Replicate names models: <c>owner/name</c> runs where its maker keeps it, <c>owner/name:version</c> or a bare version anywhere
/// (replicate.com/docs/topics/predictions/create-a-prediction).
/// </summary>
public static class ReplicateModel
{
    /// <summary>Where a prediction of the model is made, under the API's root.</summary>
    /// <param name="model">The model's name.</param>
    public static string Path(string model) =>
        Version(model) is null && model.Split('/') is [var owner, var name] ? $"/models/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}/predictions" : "/predictions";

    /// <summary>Writes the version, where it is not the path that names the model.</summary>
    internal static void WriteVersion(Utf8JsonWriter writer, string model)
    {
        if (Version(model) is { } version)
        {
            writer.WriteString("version"u8, version);
        }
    }

    private static string? Version(string model) =>
        model.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? model[(colon + 1)..] : model.Contains('/', StringComparison.Ordinal) ? null : model;
}

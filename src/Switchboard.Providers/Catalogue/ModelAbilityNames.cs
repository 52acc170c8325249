namespace Switchboard.Providers.Catalogue;

/// <summary>The abilities' names, in price files (<c>can</c>) and in the list of models.</summary>
public static class ModelAbilityNames
{
    private static readonly (string Name, ModelAbilities Ability)[] Known =
    [
        ("tools", ModelAbilities.Tools),
        ("parallel_tools", ModelAbilities.ParallelTools),
        ("vision", ModelAbilities.Vision),
        ("pdf", ModelAbilities.Pdf),
        ("audio", ModelAbilities.Audio),
        ("json_schema", ModelAbilities.JsonSchema),
        ("reasoning", ModelAbilities.Reasoning),
        ("prompt_caching", ModelAbilities.PromptCaching),
        ("embeddings", ModelAbilities.Embeddings),
        ("audio_output", ModelAbilities.AudioOutput),
        ("video", ModelAbilities.Video),
        ("web_search", ModelAbilities.WebSearch),
        ("images", ModelAbilities.Images),
        ("image_edits", ModelAbilities.ImageEdits),
        ("transcription", ModelAbilities.Transcription),
        ("speech", ModelAbilities.Speech),
        ("rerank", ModelAbilities.Rerank),
        ("moderation", ModelAbilities.Moderation),
    ];

    /// <summary>All names, for messages.</summary>
    internal static string All { get; } = string.Join(", ", Known.Select(static k => k.Name));

    /// <summary>The names of all that a model can do.</summary>
    /// <param name="abilities">The abilities.</param>
    /// <returns>Their names, in a fixed order.</returns>
    public static IReadOnlyList<string> Names(this ModelAbilities abilities) =>
        [.. Known.Where(k => abilities.HasFlag(k.Ability)).Select(static k => k.Name)];

    /// <summary>The ability of a name, or none.</summary>
    internal static ModelAbilities Find(string? name) => Array.Find(Known, k => k.Name == name).Ability;
}

namespace Switchboard.Protocol.Chat;

/// <summary>What a model can be held to by itself, and what a forced tool can do where it cannot.</summary>
/// <param name="TakesSchemas">It answers by a JSON schema when asked to.</param>
/// <param name="TakesObjects">It answers with any JSON object when asked to.</param>
/// <param name="CanBeForced">It can be made to call some tool.</param>
/// <param name="CanBeForcedToOne">It can be made to call a certain tool.</param>
internal readonly record struct JsonAnswerTraits(bool TakesSchemas, bool TakesObjects, bool CanBeForced = true, bool CanBeForcedToOne = true)
{
    /// <summary>A model that takes no format at all, or none in this request, and can be made to call any tool.</summary>
    public static JsonAnswerTraits ToolOnly => new(TakesSchemas: false, TakesObjects: false);

    public bool Takes(ResponseFormat format) => format.Schema is null ? TakesObjects : TakesSchemas;
}

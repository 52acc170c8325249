using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// What a model's id decides about its requests. Converse takes the same fields for all, and each model refuses those that it does not know
/// (Bedrock user guide: "Supported models and model features", "Structured outputs", "Prompt caching").
/// </summary>
/// <param name="Family">Whose it is.</param>
/// <param name="Claude">What is known of the version, where it is a Claude.</param>
/// <param name="EnforcesSchemas">Whether <c>outputConfig</c> holds it to a JSON schema.</param>
internal readonly record struct BedrockModel(BedrockFamily Family, ClaudeTraits Claude, bool EnforcesSchemas)
{
    /// <summary>Open-weight models that <c>outputConfig</c> is documented for.</summary>
    private static readonly string[] Enforcing =
        ["qwen3", "gpt-oss", "deepseek.v3", "gemma-3", "nemotron", "minimax", "moonshot", "ministral", "magistral", "mistral-large-3", "voxtral"];

    public bool IsClaude => Family == BedrockFamily.Claude;

    /// <summary>Whether it reads cache points in system and messages. Of a hidden model the caller knows better.</summary>
    public bool ReadsCachePoints => Family is BedrockFamily.Claude or BedrockFamily.Nova or BedrockFamily.Nova2 or BedrockFamily.Hidden;

    /// <summary>Whether it reads cache points among tools too.</summary>
    public bool ReadsToolCachePoints => Family is BedrockFamily.Claude or BedrockFamily.Hidden;

    /// <summary>Whether it can be made to call some tool.</summary>
    public bool CanBeForced => Family is not (BedrockFamily.Other or BedrockFamily.GptOss);

    /// <summary>Whether it can be made to call a certain tool.</summary>
    public bool CanBeForcedToOne => CanBeForced && Family != BedrockFamily.Mistral;

    /// <summary>How it answers in JSON: <c>outputConfig</c> knows schemas alone.</summary>
    public JsonAnswerTraits JsonAnswers => new(EnforcesSchemas, TakesObjects: false, CanBeForced, CanBeForcedToOne);

    public static BedrockModel Of(string model)
    {
        var family = FamilyOf(model);
        var claude = ClaudeTraits.Of(model);
        var enforces = family == BedrockFamily.Claude

            // Bedrock's list begins with 4.5, Anthropic's own with Opus 4.1.
            ? claude.EnforcesSchemas && !Has(model, "opus-4-1")
            : Array.Exists(Enforcing, name => Has(model, name));
        return new(family, claude, enforces);
    }

    private static BedrockFamily FamilyOf(string model)
    {
        if (Has(model, "claude"))
        {
            return BedrockFamily.Claude;
        }

        if (Has(model, "amazon.nova-2"))
        {
            return BedrockFamily.Nova2;
        }

        if (Has(model, "amazon.nova"))
        {
            return BedrockFamily.Nova;
        }

        if (Has(model, "gpt-oss"))
        {
            return BedrockFamily.GptOss;
        }

        if (Has(model, "mistral."))
        {
            return BedrockFamily.Mistral;
        }

        return model.StartsWith("arn:", StringComparison.OrdinalIgnoreCase) && !Has(model, "foundation-model/")
            ? BedrockFamily.Hidden
            : BedrockFamily.Other;
    }

    private static bool Has(string model, string name) => model.Contains(name, StringComparison.OrdinalIgnoreCase);
}

namespace Switchboard.Providers.Catalogue;

/// <summary>What a model can do beyond text in, text out.</summary>
[Flags]
public enum ModelAbilities
{
    /// <summary>Nothing known.</summary>
    None = 0,

    /// <summary>Calls tools.</summary>
    Tools = 1,

    /// <summary>Calls several tools at once.</summary>
    ParallelTools = 2,

    /// <summary>Takes images.</summary>
    Vision = 4,

    /// <summary>Takes PDF files.</summary>
    Pdf = 8,

    /// <summary>Takes audio.</summary>
    Audio = 16,

    /// <summary>Answers in a JSON schema.</summary>
    JsonSchema = 32,

    /// <summary>Reasons before it answers.</summary>
    Reasoning = 64,

    /// <summary>Its vendor caches prompts.</summary>
    PromptCaching = 128,

    /// <summary>Makes vectors of text instead of answers.</summary>
    Embeddings = 256,
}

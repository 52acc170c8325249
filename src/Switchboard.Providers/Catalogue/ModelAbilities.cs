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

    /// <summary>Answers in audio too.</summary>
    AudioOutput = 512,

    /// <summary>Takes videos.</summary>
    Video = 1024,

    /// <summary>Searches the web on its vendor's side.</summary>
    WebSearch = 2048,

    /// <summary>Makes images.</summary>
    Images = 4096,

    /// <summary>Changes images that it is given.</summary>
    ImageEdits = 8192,

    /// <summary>Writes down what is said in a recording.</summary>
    Transcription = 16384,

    /// <summary>Speaks a text.</summary>
    Speech = 32768,

    /// <summary>Orders documents by how well they answer a question.</summary>
    Rerank = 65536,

    /// <summary>Tells whether a text is harmful.</summary>
    Moderation = 131072,
}

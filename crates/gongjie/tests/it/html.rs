//! Just enough of a page's structure to ask it questions: tags, attributes, texts, in their order.

/// One element.
pub struct Node {
    pub tag: String,
    attributes: Vec<(String, String)>,
    parent: Option<usize>,
    at: usize,
    /// Tags of the elements around it, the outermost first.
    around: Vec<String>,
}

impl Node {
    /// The value of an attribute; empty for one without.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.as_str())
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or_default().split(' ')
    }

    /// Stands in an element with this tag.
    pub fn is_in(&self, tag: &str) -> bool {
        self.around.iter().any(|t| t == tag)
    }
}

/// A page.
pub struct Document {
    nodes: Vec<Node>,
    /// Element and text, in their order.
    texts: Vec<(usize, String)>,
}

const VOID: [&str; 8] = ["meta", "link", "input", "br", "hr", "img", "col", "wbr"];

fn plain(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
    ];
    let more = [
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    named
        .iter()
        .chain(&more)
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim().trim_end_matches('/');
    while !rest.is_empty() {
        let end = rest.find([' ', '=', '\n']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("an attribute without an end");
            value = plain(&quoted[..end]);
            rest = &quoted[end + 1..];
        }
        if !name.is_empty() {
            found.push((name, value));
        }
        rest = rest.trim_start();
    }
    found
}

impl Document {
    /// Reads a page of ours: well-formed, no script with text.
    pub fn read(html: &str) -> Self {
        let mut page = Self {
            nodes: Vec::new(),
            texts: Vec::new(),
        };
        let mut open: Vec<usize> = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let (text, tail) = rest.split_at(start);
            if let (Some(at), false) = (open.last(), text.trim().is_empty()) {
                page.texts.push((*at, plain(text)));
            }
            let end = tail.find('>').expect("a tag without an end");
            let tag = &tail[1..end];
            rest = &tail[end + 1..];
            if let Some(closed) = tag.strip_prefix('/') {
                let place = open.iter().rposition(|at| page.nodes[*at].tag == closed);
                if let Some(place) = place {
                    open.truncate(place);
                }
                continue;
            }
            if tag.starts_with('!') {
                continue;
            }
            let name = tag.split([' ', '\n', '/']).next().unwrap().to_owned();
            let node = Node {
                attributes: attributes(&tag[name.len()..]),
                parent: open.last().copied(),
                at: page.nodes.len(),
                around: open.iter().map(|at| page.nodes[*at].tag.clone()).collect(),
                tag: name,
            };
            if !VOID.contains(&node.tag.as_str()) && !tag.ends_with('/') {
                open.push(page.nodes.len());
            }
            page.nodes.push(node);
        }
        page
    }

    pub fn all(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// The element and what is around it, the nearest first.
    pub fn up<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        std::iter::successors(Some(node), |n| n.parent.map(|at| &self.nodes[at]))
    }

    pub fn by_id(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|n| n.attribute("id") == Some(id))
    }

    /// The element with `data-within` that follows in the same parent, as the body of a disclosure follows its summary.
    pub fn beside(&self, node: &Node) -> Option<&Node> {
        let siblings = self.nodes.iter().skip(node.at + 1);
        siblings
            .filter(|n| n.parent == node.parent)
            .find(|n| n.attribute("data-within").is_some())
    }

    /// Rows that say they are counted under this code, in one part or in all of the page.
    pub fn rows(&self, of: &str, within: Option<&Node>) -> usize {
        let is_within = |n: &Node| within.is_none_or(|part| self.up(n).any(|u| u.at == part.at));
        self.nodes
            .iter()
            .filter(|n| n.attribute("data-one") == Some(of) && is_within(n))
            .count()
    }

    /// Address of the next page of a list.
    pub fn next(&self) -> Option<String> {
        let link = self
            .nodes
            .iter()
            .find(|n| n.attribute("rel") == Some("next"))?;
        link.attribute("href").map(str::to_owned)
    }

    /// Addresses of links.
    pub fn links(&self, wanted: impl Fn(&Node) -> bool) -> Vec<String> {
        self.nodes
            .iter()
            .filter(|n| n.tag == "a" && wanted(n))
            .filter_map(|n| n.attribute("href").map(str::to_owned))
            .collect()
    }

    pub fn texts(&self) -> impl Iterator<Item = (&Node, &str)> {
        self.texts
            .iter()
            .map(|(at, t)| (&self.nodes[*at], t.as_str()))
    }

    /// All text in an element.
    pub fn text(&self, node: &Node) -> String {
        let is_in = |at: usize| self.up(&self.nodes[at]).any(|n| n.at == node.at);
        let texts = self.texts.iter().filter(|(at, _)| is_in(*at));
        texts.map(|(_, t)| t.as_str()).collect()
    }
}

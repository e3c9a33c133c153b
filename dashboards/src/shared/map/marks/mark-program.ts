import { SHARES } from './mark-pictures.js';

/**
 * Marks as points, one vertex each; places are whole numbers, see world.ts. A square drawn once for each mark would cost
 * a browser without a graphics card several times as much: it sets out anew for each.
 */
const VERTEX = `#version 300 es
precision highp float;
uniform uvec2 u_middle;
uniform vec2 u_middlePixel;
uniform float u_pixelsAUnit;
uniform vec2 u_screen;
uniform float u_dots;
// how much of its picture a look fills: the empty rest would take as long to draw
uniform float u_shares[${SHARES.length}];
layout(location = 0) in uvec2 a_spot;
layout(location = 1) in uint a_look;
flat out float v_share;
flat out float v_look;
void main() {
  vec2 pixel = u_middlePixel + vec2(ivec2(a_spot - u_middle)) * u_pixelsAUnit;
  v_share = u_shares[a_look];
  v_look = float(a_look);
  gl_Position = vec4(pixel / u_screen * vec2(2, -2) + vec2(-1, 1), 0, 1);
  gl_PointSize = u_dots * v_share;
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
uniform mediump sampler2DArray u_pictures;
flat in float v_share;
flat in float v_look;
out vec4 colour;
void main() {
  vec2 spot = (gl_PointCoord - 0.5) * v_share + 0.5;
  // a little finer than the card would choose: rims stay sharp
  colour = texture(u_pictures, vec3(spot, v_look), -0.75);
}`;

const UNIFORMS = ['u_middle', 'u_middlePixel', 'u_pixelsAUnit', 'u_screen', 'u_dots', 'u_shares'] as const;

export type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation>;

/** Makes the program that draws marks, and uses it from now on. @throws Error when the graphics card's driver refuses it */
export function useMarkProgram(gl: WebGL2RenderingContext): Uniforms {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    // none is given, and nothing is linked, while the context is lost: it is all done again when it is back
    if (shader === null) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost())
    throw new Error(`the marks cannot be drawn: ${gl.getProgramInfoLog(program) ?? 'no reason given'}`);
  gl.useProgram(program);
  const found = UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]);
  const uniforms = Object.fromEntries(found) as Uniforms;
  gl.uniform1fv(uniforms.u_shares, SHARES);
  return uniforms;
}
